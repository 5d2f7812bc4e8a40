#!/usr/bin/env python3
"""Searches the Chinese book in Chromium, as readers do, and changes the language of a page.

    tests/docs/search.py SITE

Needs playwright (tests/clients/requirements.txt) and Chromium.
"""

import functools
import http.server
import pathlib
import sys
import threading

sys.dont_write_bytecode = True  # The sources stay as they are checked out.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "clients"))

from playwright.sync_api import expect  # noqa: E402

from browser import chromium  # noqa: E402

# What somebody types, and the section that is found first.
FOUND = [
    ("看门狗", "安装 » systemd"),
    ("退款", "运维 » 退款"),
    ("存储桶 删除", "运维 » 文件在存储桶里"),
    ("miaohui_log_lines_dropped_total", "运维 » 日志和指标"),
    ("database.replicas", "运维 » 只读副本"),
]
# Nowhere as a whole, but in parts.
PARTS = "备份和恢复的演练"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Site(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A browser that leaves a page ends what it has asked for."""


def check(page, address):
    results = page.locator("#mdbook-searchresults li")
    page.goto(f"{address}/index.html")
    page.wait_for_url("**/zh-CN/index.html")
    for typed, section in FOUND:
        # A page that is opened with a search, as after a reload.
        page.goto(f"{address}/zh-CN/docs/install.zh-CN.html?search={typed}")
        expect(results.first.locator("a")).to_have_text(section)
        expect(results.first.locator("em").first).to_have_text(typed.split()[0])
    results.first.locator("a").click()
    expect(page.locator("mark").first).to_have_text("database.replicas")
    page.locator("#mdbook-search-toggle").click()
    page.locator("#mdbook-searchbar").fill(PARTS)
    page.keyboard.press("End")
    expect(results.first.locator("a")).to_contain_text("备份 » ")
    page.locator("#mdbook-searchbar").fill("zzzz")
    page.keyboard.press("End")
    expect(page.locator("#mdbook-searchresults-header")).to_have_text("没有找到“zzzz”")
    page.goto(f"{address}/zh-CN/docs/install.zh-CN.html")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/docs/install.html")


def main():
    handler = functools.partial(Quiet, directory=sys.argv[1])
    server = Site(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with chromium() as browser:
        page = browser.new_context(locale="zh-CN").new_page()
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        check(page, f"http://127.0.0.1:{server.server_port}")
        assert not errors, errors
    print("the Chinese book finds what is typed")


if __name__ == "__main__":
    main()
