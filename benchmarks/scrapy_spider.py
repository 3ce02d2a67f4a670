"""The week's crawl as a Scrapy spider, for comparison: lists and their next pages, then every article page, title and text.

    python scrapy_spider.py SOURCES.json ITEMS.jsonl     needs scrapy; reads pages with trafilatura where that is installed

A program of its own, run by `bench_crawl` under any Python that has Scrapy: no part of Digest imports it. It does what a
careful user of Scrapy would write: robots.txt obeyed, one request at a time a host, selectors where the source list has them.
"""

import json
import sys
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

try:
    import trafilatura
except ImportError:
    trafilatura = None

# without any delay Scrapy 2.19 starts all requests that wait for a host at once, whatever the limit a host says; 5 ms keep it
SETTINGS = {
    "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0.005,
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "COOKIES_ENABLED": False, "DOWNLOAD_TIMEOUT": 20,
    "USER_AGENT": "Digest-bench (scrapy)",
}  # fmt: skip


class News(scrapy.Spider):
    name = "news"
    sources: tuple = ()

    async def start(self):
        for source in self.sources:
            yield scrapy.Request(source["url"], self.listed, cb_kwargs={"source": source})

    def listed(self, response, source):
        links, following = self.links(response, source)
        for link in dict.fromkeys(links):
            yield response.follow(link, self.read, cb_kwargs={"source": source})
        if following:
            yield response.follow(following, self.listed, cb_kwargs={"source": source})

    def links(self, response, source):
        selectors = source["selectors"]
        if source["kind"] == "listing":
            found = [
                a
                for item in response.css(selectors["item"])
                for a in item.css(selectors["link"]).css("::attr(href)").getall()[:1]
            ]
            return found, response.css("a.next::attr(href)").get()
        if response.body[:1] == b"{":
            return [item["url"] for item in response.json()["items"]], None
        feed = scrapy.Selector(text=response.body.decode("utf-8"), type="xml")
        feed.remove_namespaces()
        return [link.strip() for link in feed.xpath("//item/link/text() | //entry/link/@href").getall()], None

    def read(self, response, source):
        selectors = source["selectors"]
        if selectors["body"]:
            title, text = response.css(selectors["detail_title"]), response.css(selectors["body"]).xpath("string()").get() or ""
            yield {"url": response.url, "title": title.xpath("string()").get(), "text": text}
        elif trafilatura:
            found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
            yield {"url": response.url, "title": found and found.title, "text": found and found.text}
        else:
            yield {
                "url": response.url,
                "title": response.css("title::text").get(),
                "text": " ".join(response.css("p::text").getall()),
            }


if __name__ == "__main__":
    News.sources = tuple(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    process = CrawlerProcess({**SETTINGS, "FEEDS": {sys.argv[2]: {"format": "jsonlines", "encoding": "utf-8"}}})
    process.crawl(News)
    process.start()
