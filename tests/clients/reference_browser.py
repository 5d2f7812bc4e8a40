"""Uses the API reference (`/docs`) in Chromium: the search in both languages, and Authorize. Then the TypeScript client in
a page, if it is built (`npm test` in clients/typescript).

Usage: python3 tests/clients/reference_browser.py [path-to-the-binary]
"""

import json
import sys
import time

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from api import Http, Mismatch, png, same  # noqa: E402
from browser import Window, chromium  # noqa: E402
from server import ROOT, ServerError, binary, demo  # noqa: E402

OPERATION = ".opblock"
PACKAGE = ROOT / "clients/typescript"
# A page of the server's own address that loads the package as a browser does, without a bundler.
PAGE = """<!doctype html><link rel="icon" href="data:,"><script type="importmap">{"imports": {
  "@noble/hashes/": "/client/node_modules/@noble/hashes/"}}</script>
<script type="module">
  import { CommunityClient, sign } from "/client/dist/src/index.js";
  const client = new CommunityClient({ baseUrl: `${location.origin}/community` });
  await client.signIn({ country: "86", phone: "13800000001", password: "miaohui-demo" });
  const media = await client.upload(new Blob([PICTURE], { type: "image/png" }), "a.png");
  const { article_list } = await client.call("article_list", { limit: 3 });
  document.title = `${article_list.length} articles, ${media.length}, ${sign({ a: 1 }, "b").length}`;
</script>"""


def search(window, words, expected, gone):
    """Types words into the search and requires one operation to stay and another to go."""
    page = window.page
    page.locator(".operation-filter-input").fill(words)
    page.locator(f"{OPERATION}-summary-path", has_text=gone).first.wait_for(state="detached")
    page.locator(f"{OPERATION}-summary-path", has_text=expected).first.wait_for()


def execute(window, expected, body):
    """Sends the call that is open and returns the JSON of its reply."""
    page = window.page
    page.locator(f"{OPERATION}-summary-path", has_text=expected).first.click()
    page.get_by_role("button", name="Try it out").click()
    if body is not None:
        page.locator("textarea.body-param__text").first.fill(json.dumps(body))
    with page.expect_response(lambda response: response.request.method != "OPTIONS" and expected_url(response, expected)) as reply:
        page.get_by_role("button", name="Execute").click()
    return reply.value.json()


def expected_url(response, path):
    return response.url.rstrip("/").endswith(path.strip("\u200b").rstrip("/"))


def authorize(window, token):
    page = window.page
    page.get_by_role("button", name="Authorize").first.click()
    page.locator(".auth-container input").first.fill(token)
    page.locator(".auth-btn-wrapper .authorize").click()
    page.locator(".auth-btn-wrapper .btn-done").click()


def clear(window):
    window.page.locator(".operation-filter-input").fill("")


def community(server, window):
    login = {"country": "86", "phone": "13800000001", "password": "miaohui-demo"}
    token = Http(server.url).send("POST", "/community/user_login", json=login).json()["token"]
    window.goto("/docs")
    window.page.locator(OPERATION).first.wait_for()
    search(window, "收藏", "article_collect", "user_unfollow")
    search(window, "publishes a text", "article_publish", "article_collect")
    search(window, "my_user_info", "my_user_info", "article_publish")
    authorize(window, token)
    reply = execute(window, "my_user_info", {})
    same(reply["code"], 0, f"code of {reply}")


def crowdfunding(server, window):
    login = {"email": "demo1@miaohui.example", "password": "miaohui-demo"}
    token = Http(server.url).send("POST", "/api/token/get/", json=login).json()["token"]
    window.goto("/docs?urls.primaryName=Crowdfunding")
    window.page.locator(OPERATION).first.wait_for()
    search(window, "评论", "comment", "balance")
    search(window, "caller's supports", "support", "comment")
    search(window, "getMyBalance", "balance", "support")
    authorize(window, token)
    reply = execute(window, "balance", None)
    same("balance" in reply, True, f"a balance in {reply}")


def package(server, window):  # pylint: disable=unused-argument
    """The package in a page: signs, signs in, uploads and lists."""

    def serve(route):
        path = route.request.url.split("/client/", 1)[1]
        if path == "page":
            picture = f"new Uint8Array({list(png((200, 0, 0)))})"
            route.fulfill(body=PAGE.replace("PICTURE", picture), content_type="text/html")
        else:
            route.fulfill(path=PACKAGE / path, content_type="text/javascript")

    window.page.route("**/client/**", serve)
    window.goto("/client/page")
    for _ in range(100):
        if window.page.title():
            break
        window.page.wait_for_timeout(100)
    same(window.page.title(), "3 articles, 36, 64", "what the page has done")


def main():
    program, began = binary(sys.argv[1:]), time.monotonic()
    try:
        with demo(program) as server, chromium() as browser:
            is_built = (PACKAGE / "dist/src/index.js").exists()
            for use in (community, crowdfunding, *([package] if is_built else [])):
                window = Window(browser, server.url)
                use(server, window)
                same(window.wrong, [], "what went wrong unseen")
    except (ServerError, Mismatch) as error:
        print(f"FAIL {error}")
        return 1
    print(f"passed in {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
