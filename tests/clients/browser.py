"""Chromium for tests of pages. Whatever a page does wrong unseen counts as a failure: errors in its console, what its content
security policy refuses, answers that fail, and requests to another host."""

import base64
import contextlib
import hashlib
import hmac
import os
import pathlib
import shutil
import struct
import time
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import sync_playwright

from api import Mismatch, same

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js"
# Reports what the policy of a page refuses; it runs before the page's own scripts.
WATCH = """addEventListener("securitypolicyviolation",
    (event) => console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI}`));"""


@contextlib.contextmanager
def chromium():
    """Debian's Chromium without a window."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def one_time_code(secret, ahead=0):
    """The six digits of a second factor (RFC 6238), now or so many half minutes ahead."""
    step = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), step, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Window:
    """A window of its own: cookies, a page, and what went wrong in it."""

    def __init__(self, browser, url, lang="zh-CN", dark=False, size=(1280, 800), state=None):
        self.url, self.host, self.wrong, self.expected = url, urlsplit(url).netloc, [], []
        self.context = browser.new_context(
            base_url=url,
            locale=lang,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            viewport={"width": size[0], "height": size[1]},
            storage_state=state,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(WATCH)
        self.context.on("request", self.on_request)
        self.context.on("response", self.on_response)
        self.page = self.context.new_page()
        self.page.on("console", self.on_console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"a script failed: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def on_request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self.host:
            self.wrong.append(f"a request to another host: {request.url}")

    def on_response(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status} for {response.request.method} {response.url}")

    def on_console(self, message):
        # Answers that fail are looked at above, where some are expected.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.wrong.append(f"{message.type} in the console of {self.page.url}: {message.text}")

    @contextlib.contextmanager
    def expecting(self, status):
        """Answers with this status are no failure."""
        self.expected.append(status)
        yield
        self.expected.pop()

    def goto(self, path):
        """Opens a page and waits until its scripts are ready."""
        return self.page.goto(path, wait_until="load")

    def fill(self, **values):
        """Fills the fields of these names that are shown."""
        for name, value in values.items():
            self.page.locator(f'main [name="{name}"]:visible').last.fill(value)

    def press(self, name):
        """Presses the button with this name, which leads to a page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def text(self, selector="main"):
        return self.page.locator(selector).first.inner_text()

    def sees(self, text, selector="main"):
        """Requires a text on the page."""
        shown = self.text(selector)
        if text not in shown:
            raise Mismatch(f"“{text}” on {self.page.url}, which says: {shown[:300]}")

    def sign_in(self, email, password):
        self.goto("/console/sign-in")
        self.fill(email=email, password=password)
        self.press("登录")

    def change_first(self, password):
        """Sets a password of one's own in place of the first one, which the console asks for: the new one."""
        own = f"{password} 自己的"
        self.sees("请先设置自己的密码")
        self.fill(old=password, new=own)
        self.press("修改")
        self.sees("密码已修改")
        return own

    def close(self):
        """Ends the window; nothing may have gone wrong in it."""
        with contextlib.suppress(Exception):
            self.context.close()
        same(self.wrong, [], "what went wrong unseen")

    def scan(self):
        """What axe-core finds serious or critical on the page."""
        self.page.evaluate(AXE.read_text())
        rules = "{resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
        found = self.page.evaluate(f"() => axe.run(document, {rules}).then((result) => result.violations)")
        return [
            f"{one['impact']}: {one['id']}: {one['help']}, {len(one['nodes'])} times: {one['nodes'][0]['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    def overflow(self):
        """By how many points the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
