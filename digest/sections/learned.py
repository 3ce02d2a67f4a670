"""What the desk decided before: a small model of n-grams over title and opening, on top of the cue words' points.

Pure Python, trained in a few seconds on the latest MOST decisions, and silent until it has earned its say: it speaks only with
MINIMUM decisions or more, and only when models of the older decisions judged the newer half clearly better than the cue words
alone (forward in time, never the other way round). The same comparison settles how far it trusts the cue words: a desk that
mostly agrees with them is followed where the model is sure of a difference, a desk that mostly doesn't is followed everywhere.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digest.text import HAN, fold_width, simplified

#: the newer half of eighty is forty stories, ten a label: fewer and one lucky row decides the comparison
MINIMUM = 80
#: the latest decisions that are learned from: half a year of a busy desk, and seconds to train however long its log
MOST = 400
NONE = "none"
_CHARS = 160
_EPOCHS, _RATE, _DECAY = 15, 1.0, 0.002
_BIAS, _OPENING_SHARE = 0.3, 0.7
_TOKEN = re.compile(f"[a-z][a-z.+-]{{0,30}}|[{HAN}]{{1,200}}|[0-9][0-9.,]{{0,30}}")

Features = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the cue words are believed: their points count up to `points` as log odds, and the model overrules them from a
    chance of `sure` on."""

    points: float
    sure: float


FOLLOWING, FREE = Trust(6.0, 0.6), Trust(1.5, 0.0)
#: macro-F1 that a model must be better by than the cue words, and a free one than a following one: less is chance among the
#: few dozen stories of a newer half
_CLEARLY = 0.03


@dataclass(frozen=True, slots=True)
class Decided:
    """What the desk decided about one story: its lead's title and text, what the cue words say to it, the section or None.

    `points` are the cue words' points by section id and under "none", `by_rule` the section they lead to.
    """

    title: str
    text: str
    points: Mapping[str, float]
    by_rule: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the desk would decide: the section or None, how sure (0–1), and from how many decisions that was learned."""

    section: str | None
    sure: float
    decisions: int


@dataclass(frozen=True, slots=True)
class Learned:
    """A trained model: a weight per label of each feature. It `speaks` when it beat the cue words on decisions it hadn't seen;
    `own_score` and `rule_score` are the macro-F1 of that comparison."""

    labels: tuple[str, ...] = ()
    weights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    decisions: int = 0
    speaks: bool = False
    own_score: float = 0.0
    rule_score: float = 0.0
    trust: Trust = FOLLOWING

    def opinion(self, title: str, text: str, points: Mapping[str, float]) -> Opinion:
        """The label that a story would get from the desk."""
        chances = _chances(self.weights, _features(title, text), _prior(points, self.labels, self.trust))
        best = max(range(len(chances)), key=chances.__getitem__)
        label = self.labels[best]
        return Opinion(None if label == NONE else label, chances[best], self.decisions)


def train(decisions: Sequence[Decided]) -> Learned:
    """A model of the desk's latest decisions, given in the order they were made. Silent when they're too few or all alike."""
    decisions = decisions[-MOST:]
    labels = tuple(sorted({d.section or NONE for d in decisions}))
    if len(decisions) < MINIMUM or len(labels) < 2:
        return Learned(labels, {}, len(decisions))
    truth = [d.section or NONE for d in decisions[len(decisions) // 2 :]]
    rule = macro_f1(truth, [d.by_rule or NONE for d in decisions[len(decisions) // 2 :]])
    following, free = (macro_f1(truth, _forward(decisions, trust)) for trust in (FOLLOWING, FREE))
    own, trust = (free, FREE) if free > following + _CLEARLY else (following, FOLLOWING)
    return Learned(labels, _fitted(decisions, labels, trust), len(decisions), own > rule + _CLEARLY, own, rule, trust)


def dump(learned: Learned) -> str:
    """A model as JSON text, to be stored until the next decision is made."""
    shown = {name: getattr(learned, name) for name in ("labels", "decisions", "speaks", "own_score", "rule_score")}
    trust = [learned.trust.points, learned.trust.sure]
    return json.dumps({**shown, "trust": trust, "weights": learned.weights}, ensure_ascii=False)


def load(text: str) -> Learned:
    """The model that `dump` wrote. Raises ValueError when the text is no such model."""
    try:
        data = json.loads(text)
        weights = {str(name): tuple(map(float, row)) for name, row in data.pop("weights").items()}
        return Learned(**{**data, "labels": tuple(data["labels"]), "trust": Trust(*data["trust"]), "weights": weights})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a stored model: {error}") from error


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean F1 of the labels that occur in `truth`."""
    scores = []
    for label in sorted(set(truth)):
        right = sum(t == s == label for t, s in zip(truth, said, strict=True))
        scores.append(2 * right / (truth.count(label) + said.count(label)))
    return sum(scores) / len(scores) if scores else 0.0


def _forward(decisions: Sequence[Decided], trust: Trust) -> list[str]:
    """What models would have said to the newer half: each quarter is judged by a model of what came before it."""
    half, late = len(decisions) // 2, 3 * len(decisions) // 4
    return [*_said(decisions[:half], decisions[half:late], trust), *_said(decisions[:late], decisions[late:], trust)]


def _said(before: Sequence[Decided], after: Sequence[Decided], trust: Trust) -> list[str]:
    labels = tuple(sorted({d.section or NONE for d in before}))
    model = Learned(labels, _fitted(before, labels, trust), len(before), trust=trust)
    opinions = [(d, model.opinion(d.title, d.text, d.points)) for d in after]
    return [(o.section if o.sure >= trust.sure else d.by_rule) or NONE for d, o in opinions]


# ----------------------------------------------------------------------------------------------------------- the arithmetic
def _features(title: str, text: str) -> Features:
    """Unit-length grams of the title, and shorter-weighing ones of the opening, in one space: a word means the same in both."""
    weighed: dict[str, float] = {"": _BIAS}
    for given, sizes, share in ((title, (1, 2, 3), 1.0), (text, (2, 3), _OPENING_SHARE)):
        grams = _grams(given[:_CHARS], sizes)
        for gram in grams:
            weighed[gram] = weighed.get(gram, 0.0) + share / math.sqrt(len(grams))
    return tuple(sorted(weighed.items()))


def _grams(text: str, sizes: Sequence[int]) -> set[str]:
    """Latin words whole, Chinese as character n-grams, every number as "#": which number it was says nothing of the section."""
    grams = set[str]()
    for match in _TOKEN.finditer(simplified(fold_width(text)).lower()):
        word = match[0]
        if word[0].isascii():
            grams.add("#" if word[0].isdigit() else word)
        else:
            grams.update(word[i : i + n] for n in sizes for i in range(len(word) - n + 1))
    return grams


def _prior(points: Mapping[str, float], labels: Sequence[str], trust: Trust) -> tuple[float, ...]:
    """The cue words' say as log odds, bounded so that many decisions can outweigh it."""
    return tuple(max(-trust.points, min(trust.points, points.get(label, 0.0))) for label in labels)


def _chances(weights: Mapping[str, Sequence[float]], features: Features, prior: Sequence[float]) -> list[float]:
    totals = list(prior)
    for name, value in features:
        row = weights.get(name)
        if row:
            totals = [t + w * value for t, w in zip(totals, row, strict=True)]
    top = max(totals)
    powers = [math.exp(t - top) for t in totals]
    return [p / sum(powers) for p in powers]


def _fitted(decisions: Sequence[Decided], labels: Sequence[str], trust: Trust) -> dict[str, tuple[float, ...]]:
    """Multinomial logistic regression over the cue words' prior, by stochastic gradient descent in a fixed order: the same
    decisions give the same model. What only one story says is left out, and a word never seen leaves the prior as it is."""
    given = [_features(d.title, d.text) for d in decisions]
    seen = Counter(name for features in given for name, _ in features)
    weights = {name: [0.0] * len(labels) for name, count in seen.items() if count > 1}
    rows = [
        (tuple(f for f in features if f[0] in weights), _prior(d.points, labels, trust), labels.index(d.section or NONE))
        for features, d in zip(given, decisions, strict=True)
    ]
    for epoch in range(_EPOCHS):
        rate = _RATE / (1 + epoch / 4)
        for features, prior, truth in rows:
            _step(weights, features, prior, truth, rate)
    return {name: tuple(round(w, 4) for w in row) for name, row in weights.items()}


def _step(weights: dict[str, list[float]], features: Features, prior: Sequence[float], truth: int, rate: float) -> None:
    chances = _chances(weights, features, prior)
    error = [(label == truth) - chance for label, chance in enumerate(chances)]
    for name, value in features:
        row = weights[name]
        for label, miss in enumerate(error):
            row[label] += rate * (miss * value - _DECAY * row[label])
