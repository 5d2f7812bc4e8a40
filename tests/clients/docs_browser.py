"""Uses the API reference (`/docs`) in Chromium: the search in both languages, and Authorize.

Usage: python3 tests/clients/docs_browser.py [path-to-the-binary]
"""

import json
import sys
import time

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from api import Http, Mismatch, same  # noqa: E402
from browser import Window, chromium  # noqa: E402
from server import Server, ServerError, binary  # noqa: E402

OPERATION = ".opblock"


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


def main():
    program, began = binary(sys.argv[1:]), time.monotonic()
    try:
        with Server(program, "demo=true", patience=300) as server, chromium() as browser:
            for use in (community, crowdfunding):
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
