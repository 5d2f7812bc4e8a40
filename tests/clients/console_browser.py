"""The operators' console in a browser: what the staff does all day, what it looks like, and whether everybody can use it.

Usage: python3 tests/clients/console_browser.py [path-to-the-binary]
"""

import contextlib
import itertools
import json
import os
import pathlib
import re
import sys
import time
from urllib.parse import parse_qs, urlsplit

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

import segno  # noqa: E402
from playwright.sync_api import Error as BrowserError  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from api import IMAGE, NAMED, PAIR, PROJECT, REGISTERED, Http, Mismatch, Person, png, same  # noqa: E402
from browser import Window, chromium, one_time_code  # noqa: E402
from journey import Journey  # noqa: E402
from server import ROOT, Server, ServerError, binary, postgres  # noqa: E402

SCREENSHOTS = pathlib.Path(os.environ.get("SCREENSHOTS") or ROOT / "target/screenshots")
PASSWORD = "correct horse 马"
PHONE = (390, 844)
ROLES = ("owner", "service", "reader", "steward")


# A camera that sees one picture.
CAMERA = """navigator.mediaDevices.getUserMedia = async () => {
    const picture = new Image();
    picture.src = PICTURE;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext("2d");
    const draw = () => {
        context.fillStyle = "#888";
        context.fillRect(0, 0, 640, 480);
        context.drawImage(picture, 180, 100);
    };
    draw();
    setInterval(draw, 100);
    return canvas.captureStream(10);
};"""


# Two scans in one moment, as a scanner sends them.
TWO_SCANS = """codes => {
    for (const code of codes) {
        document.getElementById("code").value = code;
        document.getElementById("scan").requestSubmit();
    }
}"""


class User:
    """Somebody with the community's app."""

    def __init__(self, server, phone):
        self.http, self.token = Http(server.url), None
        self.call("send_sms_code", country="86", phone=phone)
        code = self.code(server.data / "outbox/sms.jsonl", phone)
        self.token = self.call(
            "user_signup", country="86", phone=phone, code=code, password="123456", nickname="小庙"
        )["token"]

    @staticmethod
    def code(outbox, phone):
        until = time.monotonic() + 15
        while time.monotonic() < until:
            lines = outbox.read_text().splitlines() if outbox.exists() else []
            for message in map(json.loads, reversed(lines)):
                if message["phone"] == phone:
                    return message["code"]
            time.sleep(0.05)
        raise ServerError(f"no verification code came for {phone}")

    def answer(self, method, **params):
        token = {"token": self.token} if self.token else {}
        return self.http.send("POST", f"/community/{method}", json={**token, **params}).json()

    def call(self, method, **params):
        answer = self.answer(method, **params)
        if answer["code"] != 0:
            raise Mismatch(f"{method} succeeds, and it answered {answer}")
        return answer


class Clicks:
    """Counts what somebody does: each click, each question that is confirmed, each Enter that submits."""

    def __init__(self, window):
        self.window, self.count = window, 0
        window.page.on("dialog", lambda dialog: self.add())

    def add(self):
        self.count += 1

    def press(self, target, leads=False):
        """A click, which may lead to a page."""
        self.add()
        if leads:
            with self.window.page.expect_navigation():
                target.click()
        else:
            target.click()

    def find(self, text):
        """The search over everything, from any page."""
        page = self.window.page
        page.keyboard.press("/")
        page.locator("[data-find]").fill(text)
        self.add()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    @contextlib.contextmanager
    def at_most(self, most, task):
        """Requires that a task takes no more."""
        before = self.count
        yield
        took = self.count - before
        if took > most:
            raise Mismatch(f"{task} takes at most {most} clicks, and it took {took}")


class Work(Journey):
    """A day of the staff. Each scenario has a window of its own, so that one that fails leaves the others alone."""

    FAILURES = (*Journey.FAILURES, BrowserError, AssertionError)
    PLAIN = (*Journey.PLAIN, BrowserError, AssertionError)
    CHAINED = False

    def __init__(self, server, label, browser):
        super().__init__(server, label)
        self.browser, self.window, self.states = browser, None, {}
        self.passwords = {role: self.hire(role) for role in ROLES}
        self.owner = self.raise_owner("owner@example.com")

    def hire(self, role, email=None):
        said = self.server.run("staff", "add", email or f"{role}@miaohui.example", "--name", role, "--role", role)
        return re.search(r"the password (\S+)", said).group(1)

    def raise_owner(self, email):
        """Somebody who raises money."""
        owner = Person(self.http, "json", True, email)
        owner.post("/api/accounts/register/", {"email": email, "password": PASSWORD, "nickname": "老板"}, REGISTERED)
        token = re.search(r"token=([0-9a-f]+)", self.server.mail(email)["text"]).group(1)
        owner.post("/api/accounts/activate/", {"token": token}, None, status=204)
        owner.token = owner.post("/api/token/get/", {"email": email, "password": PASSWORD}, PAIR, status=200)["token"]
        return owner

    def submit(self, name):
        """A project that waits for its review: its id."""
        cover = self.owner.post("/api/image/", {"type": 2}, IMAGE, files={"image": ("a.png", png((200, 60, 20)))})["id"]
        place = self.owner.get("/api/location/province/", [NAMED])[0]["id"]
        for level in ("city", "country"):
            place = self.owner.get(f"/api/location/{level}/{place}/", [NAMED])[0]["id"]
        body = {
            "name": name,
            "cover": cover,
            "location": place,
            "location_detail": "珞喻路",
            "category": self.owner.get("/api/crowdfunding/category/", [NAMED])[6]["id"],
            "total_money": 1000.5,
            "total_days": 30,
            "summary": "一碗面",
            "content": "从清晨四点开始熬汤。",
            "tags": ["面"],
        }
        project = self.owner.post("/api/crowdfunding/project/", body, PROJECT)["id"]
        self.owner.put(f"/api/crowdfunding/project/{project}/save/", None, None, status=204)
        return project

    def status(self, project):
        return self.owner.get(f"/api/crowdfunding/project/{project}/", PROJECT)["status"]

    def open(self, role="owner", **how):
        """A window in which somebody with a role is signed in; they sign in once."""
        self.window = Window(self.browser, self.server.url, state=self.states.get(role), **how)
        if role not in self.states:
            self.window.sign_in(f"{role}@miaohui.example", self.passwords[role])
            self.passwords[role] = self.window.change_first(self.passwords[role])
            self.states[role] = self.window.context.storage_state()
        return self.window

    def report(self, step):
        if not self.window:
            return super().report(step)
        path = SCREENSHOTS / f"failed-{self.label}-{step.__name__}.png"
        try:
            self.window.page.screenshot(path=path)
        except BrowserError:
            return self.window.page.url
        return f"{self.window.page.url} {path} {self.window.wrong}"

    def run(self):
        for role in ROLES:
            self.open(role).close()
        return super().run()

    def step_second_factor(self):
        """a second factor: set up, asked for, refused when wrong, and it works once"""
        email, password = "careful@miaohui.example", self.hire("owner", "careful@miaohui.example")
        window = self.window = Window(self.browser, self.server.url)
        page = window.page
        with window.expecting(422):
            window.sign_in(email, "not this one")
        window.sees("邮箱或密码不对")
        window.fill(password=password)
        window.press("登录")
        password = window.change_first(password)
        window.goto("/console/account")
        secret = window.text("#secret")
        # A slip does not change what was scanned.
        window.fill(code="000000")
        window.press("启用")
        window.sees("数字不对")
        same(window.text("#secret"), secret, "the secret after a wrong code")
        window.fill(code=one_time_code(secret))
        window.press("启用")
        window.sees("已启用")
        codes = page.locator(".codes code").all_inner_texts()
        same(len(codes), 8, "recovery codes")
        window.press("退出")
        window.goto("/console/r/masters")
        window.sign_in(email, password)
        same(urlsplit(page.url).path, "/console/sign-in/code", "the page after the password")
        window.goto("/console/r/masters")
        same(urlsplit(page.url).path, "/console/sign-in", "the page before the second factor")
        window.goto("/console/sign-in/code?next=/console/r/masters")
        with window.expecting(422):
            window.fill(code="000000")
            window.press("继续")
        window.sees("数字不对")
        window.fill(code=one_time_code(secret, ahead=1))
        window.press("继续")
        window.goto("/console/r/masters")
        window.sees("达人", "h1")
        # Without the phone: a recovery code, once.
        for attempt in range(2):
            window.press("退出")
            window.sign_in(email, password)
            window.fill(code=codes[0])
            if attempt:
                with window.expecting(422):
                    window.press("继续")
                window.sees("数字不对")
            else:
                window.press("继续")
                window.goto("/console/account")
                window.sees("未用的恢复码：7")
        window.close()

    def step_review(self):
        """review: one project approved, one rejected with a reason; the API says so, and the mails"""
        good, bad = self.submit("好面馆"), self.submit("坏面馆")
        window = self.open()
        window.goto("/console/")
        window.page.get_by_role("link", name="好面馆").click()
        window.sees("从清晨四点开始熬汤。")
        window.press("通过")
        same(self.status(good), 3, "status after the approval")
        window.page.get_by_role("link", name="坏面馆").click()
        page = window.page
        page.get_by_role("button", name="驳回", exact=True).click()
        same(self.status(bad), 1, "status after a rejection without a reason")
        same(page.evaluate("document.querySelector('[name=reason]').validity.valueMissing"), True, "a reason is asked for")
        window.fill(reason="图片太暗")
        window.press("驳回")
        same(self.status(bad), 2, "status after the rejection")
        same("图片太暗" in self.server.mail(self.owner.email, 3)["text"], True, "the mail says why")
        window.sees("暂无待办。")
        window.goto("/console/r/audit")
        window.sees("图片太暗")
        window.close()

    def step_search(self):
        """finding: a part of a phone in one search, today's list, and the bulk actions and headings stay in sight"""
        user = User(self.server, "13900139077")
        user.call("my_user_info_update", nickname="“糖画”小李")
        window = self.open("service")
        page = window.page
        for part in ("9077", "139 0013 9077", "画”小"):
            window.goto("/console/r/users")
            page.locator("[data-search]").fill(part)
            page.keyboard.press("Enter")
            expect(page.locator("[data-row]")).to_have_count(1)
            window.sees("“糖画”小李", "tbody")
        page.locator("select[name=t]").select_option("today")
        page.wait_for_url(re.compile("t=today"))
        expect(page.locator("[data-row]")).to_have_count(1)
        window.goto("/console/deliveries?to=13900139077")
        window.sees("已交给服务商")
        window.close()
        window = self.open()
        page = window.page
        window.goto("/console/r/locations")
        page.locator(".scroll").evaluate("list => { list.scrollTop = 1000; window.scrollTo(0, 1000); }")
        for sight in ("thead th >> nth=1", "header.bar", "nav.side [aria-current]"):
            expect(page.locator(sight)).to_be_in_viewport()
        # A panel lies over the list and does not push it down.
        window.goto("/console/r/users")
        before = page.locator("tbody tr").first.bounding_box()["y"]
        page.locator("details.ask summary", has_text="封禁").first.click()
        same(page.locator("tbody tr").first.bounding_box()["y"], before, "the first row below an open panel")
        window.close()

    def step_guard(self):
        """a changed form asks before it is left; a refused action comes back with what was typed"""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters/new")
        window.fill(name="未保存")
        asked = []
        page.on("dialog", lambda dialog: asked.append(dialog.type))
        page.get_by_role("link", name="概览").click()
        page.wait_for_url(re.compile("dashboard"))
        same(asked, ["beforeunload"], "what was asked")
        window.goto("/console/r/tickets")
        page.locator("summary", has_text="批量放票").click()
        window.fill(count="99999", name="第 {n} 场", price="12.50")
        with window.expecting(422):
            page.locator("details.ask .picker [data-name]").first.evaluate("input => input.required = false")
            window.press("批量放票")
        window.sees("必填")
        same(page.locator("details.ask[open] input[name=count]").input_value(), "99999", "the typed number")
        window.close()

    def pick(self, where, text):
        """Chooses a row that a field names: types, waits, presses."""
        box = self.window.page.locator(where).first
        # Fields of an action are enabled shortly after it unfolds.
        expect(box.locator("[data-name]")).to_be_enabled()
        box.locator("[data-name]").press_sequentially(text, delay=20)
        box.get_by_role("option", name=text).first.click()
        expect(box.locator("[data-name]")).to_have_value(re.compile(text))
        expect(box.get_by_role("option")).to_have_count(0)
        return box.locator("[data-key]").input_value()

    def step_tickets(self):
        """a master with a picture, a project of theirs, fifty tickets: the community sees them"""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters/new")
        window.fill(name="皮影李")
        page.set_input_files("#avatar", {"name": "皮影.png", "mimeType": "image/png", "buffer": png((160, 20, 20))})
        expect(page.locator(".previews img")).to_have_js_property("naturalWidth", 3)
        window.press("保存")
        window.sees("皮影李", "h1")
        expect(page.locator("img.whole")).to_have_js_property("naturalWidth", 3)
        window.goto("/console/r/projects/new")
        window.fill(name="皮影戏体验")
        master = self.pick(".picker", "皮影")
        window.press("保存")
        project = int(urlsplit(page.url).path.rsplit("/", 1)[1])
        window.goto(f"/console/r/masters/{master}")
        window.sees("皮影李", "h1")
        window.goto("/console/r/tickets")
        page.locator("summary", has_text="批量放票").click()
        self.pick("details.ask .picker", "皮影戏")
        window.fill(count="50", name="第 {n} 场", price="12.50")
        window.press("批量放票")
        window.sees("已完成")
        user = User(self.server, "13900139001")
        tickets = user.call("ticket_list", project_id=project, limit=50)["ticket_list"]
        names = {ticket["name"] for ticket in tickets}
        same(names, {f"第 {n} 场" for n in range(1, 51)}, "the tickets' names")
        window.close()

    def sold(self, count):
        """A project with so many tickets that a user has bought: its id and the tickets' codes."""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters/new")
        window.fill(name="糖画王")
        window.press("保存")
        window.goto("/console/r/projects/new")
        window.fill(name="糖画之夜")
        self.pick(".picker", "糖画王")
        window.press("保存")
        project = int(urlsplit(page.url).path.rsplit("/", 1)[1])
        window.goto("/console/r/tickets")
        page.locator("summary", has_text="批量放票").click()
        self.pick("details.ask .picker", "糖画之夜")
        window.fill(count=str(count), name="糖画 {n}")
        page.locator("details.ask[open] [name=price]").fill("0")
        window.press("批量放票")
        window.close()
        user = User(self.server, "13900139005")
        tickets = [one["ticket_id"] for one in user.call("ticket_list", project_id=project)["ticket_list"]]
        user.call("order_create", ticket_id_list=tickets)
        return project, [one["code"] for one in user.call("my_ticket_list")["my_ticket_list"]]

    def step_door(self):
        """the door on a phone: typed, by the camera, twice, without a network, and settled later"""
        project, codes = self.sold(6)
        window = self.open("steward", size=PHONE)
        page = window.page
        # What the camera sees: the code of a ticket.
        picture = segno.make(codes[1], micro=False).png_data_uri(scale=8, border=6)
        page.add_init_script(CAMERA.replace("PICTURE", json.dumps(picture)))
        window.goto("/console/")
        expect(page).to_have_url(re.compile("/console/door$"))
        with page.expect_navigation():
            page.get_by_role("link", name="糖画之夜").click()
        verdict = page.locator("#verdict .word")

        def scans(code, word):
            page.locator("#code").fill(code)
            page.keyboard.press("Enter")
            expect(verdict).to_have_text(word)

        scans(codes[0], "放行")
        expect(page.locator("#counts")).to_contain_text("1 / 6 · 16%")
        usable(window.scan())
        same(window.overflow(), 0, "points to scroll sideways")
        page.screenshot(path=SCREENSHOTS / f"{self.label}-door-admitted.png")
        scans(codes[0].lower(), "已用")
        window.sees("steward@miaohui.example", "#detail")
        scans("12345", "无效")
        # A scan that comes while another is under way waits for its turn.
        page.evaluate(TWO_SCANS, [codes[4], "54321"])
        expect(page.locator("#latest li")).to_have_count(5)
        expect(page.locator("#latest li").nth(0)).to_contain_text("无效")
        expect(page.locator("#latest li").nth(1)).to_contain_text("放行")
        page.locator("#camera").click()
        expect(verdict).to_have_text("放行")
        page.locator("#camera").click()
        page.locator("#take").click()
        expect(page.locator("#taken")).to_contain_text("共 6 张")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload(wait_until="load")
        expect(page.locator("#network")).to_have_text("已联网")
        scans(codes[3], "放行")
        window.context.set_offline(True)
        page.reload(wait_until="load")
        scans(codes[2], "放行")
        window.sees("按名单放行", "#detail")
        scans(codes[2], "已用")
        scans(codes[0], "已用")
        # What this device admitted while it was online, after the list was taken.
        scans("12345", "无效")
        scans(codes[3], "已用")
        expect(page.locator("#kept")).to_contain_text("待上传 1 条")
        expect(page.locator("#network")).to_contain_text("没有网络")
        usable(window.scan())
        page.screenshot(path=SCREENSHOTS / f"{self.label}-door-offline.png")
        window.context.set_offline(False)
        expect(page.locator("#kept")).to_have_text("")
        expect(page.locator("#counts")).to_contain_text("5 / 6 · 83%")
        expect(page.locator("#conflicts li")).to_have_count(0)
        window.close()
        window = self.open()
        window.goto(f"/console/r/projects/{project}")
        window.sees("83%", ".facts")
        window.close()

    def step_stock(self):
        """tickets from their project's page, repriced and withdrawn; a recommended list and a banner by search"""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters/new")
        window.fill(name="面人郎")
        window.press("保存")
        with page.expect_navigation():
            page.get_by_role("link", name="新建 达人项目").click()
        expect(page.locator(".picker [data-name]")).to_have_value("面人郎")
        window.fill(name="捏面人")
        window.press("保存")
        with page.expect_navigation():
            page.locator(".nothing").get_by_role("link", name="门票", exact=True).click()
        page.locator("summary", has_text="批量放票").click()
        expect(page.locator("details.ask[open] .picker [data-name]")).to_have_value("捏面人")
        window.fill(count="3", name="面人 {n}", price="10")
        window.press("批量放票")
        window.sees("面人 3")
        page.locator("[data-all]").check()
        page.locator("summary", has_text="改价").click()
        page.locator("details.ask[open] [name=price]").fill("8.80")
        window.press("改价")
        window.sees("¥8.80", "tbody")
        page.locator("tbody [name=id]").first.check()
        window.press("下架")
        window.sees("已完成：1")
        window.goto("/console/r/recommended-projects")
        page.locator("summary", has_text="添加").click()
        self.pick("details.ask .picker", "捏面人")
        window.press("添加")
        window.sees("捏面人", "tbody")
        user = User(self.server, "13900139007")
        shown = [one["name"] for one in user.call("project_recommend_list")["project_recommend_list"]]
        same("捏面人" in shown, True, "whether the app recommends it")
        window.close()

    def step_views(self):
        """a list as one wants it: the rows of a page, a jump, a saved view, and the columns stay"""
        window = self.open()
        page = window.page
        window.goto("/console/r/locations?f.level=2")
        with page.expect_navigation():
            page.locator("select[name=size]").select_option("20")
        expect(page.locator("[data-row]")).to_have_count(20)
        page.locator(".paging [name=page]").fill("3")
        window.press("跳转")
        window.sees("第 3 页")
        page.locator("summary", has_text="视图").click()
        page.locator(".views [name=view]").fill("城市")
        usable(window.scan())
        window.press("保存为我的视图")
        window.goto("/console/r/locations")
        with page.expect_navigation():
            page.get_by_role("link", name="城市", exact=True).click()
        expect(page.locator("[data-row]")).to_have_count(20)
        window.close()

    def step_picture(self):
        """a picture in full size, turned, and taken down everywhere; a template gives the reason"""
        user = User(self.server, "13900139006")
        media = user.call("get_media_id")["media_id"]
        sent = user.http.send("POST", "/community/upload", data={"media_id": media}, files={"file": ("a.png", png((9, 9, 9)))}).json()
        same(sent["code"], 0, "the upload's code")
        article = user.call("article_publish", content="看图", images=[media])["article_id"]
        window = self.open()
        page = window.page
        window.goto(f"/console/r/articles/{article}")
        page.locator("a[data-zoom]").first.click()
        box = page.locator("#lightbox")
        expect(box).to_be_visible()
        box.locator("[data-do=in]").click()
        page.keyboard.press("]")
        expect(box.locator("img")).to_have_css("transform", re.compile("matrix"))
        usable(window.scan())
        page.screenshot(path=SCREENSHOTS / f"{self.label}-lightbox.png")
        box.locator("[name=reason]").fill("侵权")
        box.get_by_role("button", name="全站下架").click()
        expect(box.locator("[role=status]")).to_have_text("已全站下架")
        box.get_by_role("button", name="关闭").click()
        same(user.http.send("GET", f"/media/{media}").status_code, 404, "the status of the picture")
        window.goto("/console/r/templates/new?kind=reason")
        window.fill(text="含有广告，已隐藏")
        window.press("保存")
        window.goto(f"/console/r/articles/{article}")
        page.locator("summary", has_text="隐藏").click()
        # It comes where the cursor is, and leaves what was typed.
        page.locator("details.ask[open] [name=reason]").fill("第二次：")
        page.locator("details.ask[open] .templates summary").click()
        page.get_by_role("button", name="含有广告，已隐藏").click()
        expect(page.locator("details.ask[open] [name=reason]")).to_have_value("第二次：含有广告，已隐藏")
        window.close()

    def step_settings(self):
        """a limit is changed while the server runs, and undone"""
        window = self.open()
        page = window.page
        window.goto("/console/settings")
        row = page.locator("tr", has_text="orders.pay_within_minutes")
        row.locator("[name=value]").fill("12")
        with page.expect_navigation():
            row.get_by_role("button", name="保存").click()
        expect(row.locator("[name=value]")).to_have_value("12")
        usable(window.scan())
        with page.expect_navigation():
            row.get_by_role("button", name="恢复").click()
        expect(row.locator("[name=value]")).to_have_value("30")
        window.close()

    def step_order(self):
        """provinces are dragged into another order, and the API follows"""
        before = [one["name"] for one in self.owner.get("/api/location/province/", [NAMED])]
        window = self.open()
        window.goto("/console/r/locations")
        rows = window.page.locator("tbody tr")
        rows.nth(2).drag_to(rows.nth(0), source_position={"x": 300, "y": 15}, target_position={"x": 300, "y": 5})
        expect(rows.nth(0)).to_contain_text(before[2])
        window.press("保存顺序")
        window.sees(before[2], "tbody tr")
        after = [one["name"] for one in self.owner.get("/api/location/province/", [NAMED])]
        same(after, [before[2], *before[:2], *before[3:]], "the provinces")
        window.close()

    def step_reader(self):
        """a reader is refused on money's pages and is offered nothing to change"""
        window = self.open("reader")
        page = window.page
        for name in ("orders", "intents", "refunds", "withdrawals", "accounts", "outbox", "reports", "staff", "audit"):
            with window.expecting(403):
                same(window.goto(f"/console/r/{name}").status, 403, f"the status of {name}")
            window.sees("没有权限", "body")
        for path in ("/console/", "/console/dashboard", "/console/r/masters", "/console/r/tickets", "/console/r/locations"):
            window.goto(path)
            expect(page.locator("nav.side a[href*='/r/orders'], nav.side a[href*='/r/staff']")).to_have_count(0)
            expect(page.locator("main form[method=post]:not(.views) button, main .primary, main [data-order] input")).to_have_count(0)
        window.goto("/console/r/locations")
        page.locator("[data-row]").first.click()
        window.sees("名称")
        expect(page.locator("main input:visible, main textarea, main button")).to_have_count(0)
        with window.expecting(403):
            same(window.goto("/console/r/masters/new").status, 403, "the status of an empty form")
        window.close()

    def step_conversation(self):
        """customer service: a message is answered, the next one appears by itself, and the user reads the answer"""
        user = User(self.server, "13900139002")
        user.call("send_message_to_customer_service", content="门票在哪里取？")
        window = self.open("service")
        page = window.page
        window.goto("/console/conversations")
        page.get_by_role("link", name="小庙").click()
        messages = page.locator("#messages")
        expect(messages).to_contain_text("门票在哪里取？")
        expect(page.locator("textarea[name=content]")).to_be_focused()
        window.fill(content="南门的票亭。")
        window.press("发送")
        expect(messages).to_contain_text("南门的票亭。")
        window.fill(content="还没写完")
        user.call("send_message_to_customer_service", content="几点开门？")
        expect(messages).to_contain_text("几点开门？", timeout=10_000)
        expect(page.locator("textarea[name=content]")).to_have_value("还没写完")
        read = user.call("my_message_with_customer_service")["my_message_with_customer_service"]
        same("南门的票亭。" in json.dumps(read, ensure_ascii=False), True, "the user reads the answer")
        window.press("无需回复")
        window.sees("没有客服会话。")
        window.close()

    def step_ban(self):
        """a user is banned and let in again: their token ends, and the audit says why"""
        user = User(self.server, "13900139003")
        window = self.open()
        page = window.page
        window.goto("/console/r/users?q=13900139003")
        page.locator("[data-row]").first.click()
        page.locator("summary", has_text="封禁").click()
        page.get_by_label("原因").locator("visible=true").fill("刷屏")
        window.press("封禁")
        window.sees("刷屏")
        same(user.answer("send_message_to_customer_service", content="？")["code"] != 0, True, "the token has ended")
        sign_in = {"country": "86", "phone": "13900139003", "password": "123456"}
        same(user.answer("user_login", **sign_in)["code"] != 0, True, "they cannot sign in")
        window.press("解除封禁")
        user.token = None
        user.call("user_login", **sign_in)
        window.goto("/console/r/audit")
        window.sees("刷屏")
        window.close()

    def paid_order(self, user, project):
        """An order of one ticket of a project, paid in the sandbox: its id."""
        ticket = user.call("ticket_list", project_id=project, limit=1)["ticket_list"][0]["ticket_id"]
        order = user.call("order_create", ticket_id_list=[ticket])["order_id"]
        user.call("order_pay", order_id=order, channel="sandbox")
        return order

    def issue(self, name):
        """A project with ten tickets at 98 yuan: its id."""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters/new")
        window.fill(name=f"{name}师傅")
        window.press("保存")
        window.goto("/console/r/projects/new")
        window.fill(name=name)
        self.pick(".picker", f"{name}师傅")
        window.press("保存")
        project = int(urlsplit(page.url).path.rsplit("/", 1)[1])
        window.goto("/console/r/tickets")
        page.locator("summary", has_text="批量放票").click()
        self.pick("details.ask .picker", name)
        window.fill(count="10", name=f"{name} {{n}}", price="98")
        window.press("批量放票")
        window.sees("已完成")
        window.close()
        return project

    def step_clicks(self):
        """clicks for the day's tasks, on a desktop and on a phone, each in both languages: none is worse than promised"""
        user = User(self.server, "13900138123")
        user.call("my_user_info_update", nickname="数点击的人")
        order = self.paid_order(user, self.issue("点击"))
        for size, lang in itertools.product(((1280, 800), PHONE), ("zh-CN", "en-US")):
            words = {"zh-CN": ("退款", "封禁", "解除封禁", "收入"), "en-US": ("Refund", "Ban", "Lift the ban", "Revenue")}[lang]
            refund, ban, unban, revenue = words
            window = self.open(size=size, lang=lang)
            page, clicks = window.page, Clicks(window)
            # Whoever calls knows the end of their number; from any page.
            window.goto("/console/r/masters")
            with clicks.at_most(1, "find by a part of a phone"):
                clicks.find("8123")
                expect(page.locator("h1")).to_contain_text("数点击的人")
            # The page says what became of the messages.
            window.goto("/console/r/masters")
            with clicks.at_most(1, "why no code came"):
                clicks.find("13900138123")
                state = "已交给服务商" if lang == "zh-CN" else "Taken by the provider"
                expect(page.locator("section.related", has_text=state)).to_be_visible()
            with clicks.at_most(3, "ban"):
                clicks.press(page.locator("form.actions summary", has_text=ban))
                page.locator("form.actions details[open] textarea").fill("刷屏")
                clicks.press(page.locator("form.actions details[open] button", has_text=ban), leads=True)
                expect(page.get_by_role("button", name=unban)).to_be_visible()
            page.get_by_role("button", name=unban).click()
            window.goto("/console/")
            clicks.find(f"order#{order}")
            with clicks.at_most(4, "refund a part from the order's page"):
                clicks.press(page.locator(".inplace summary", has_text=refund))
                page.locator(".inplace details[open] input").nth(0).fill("10")
                page.locator(".inplace details[open] input").nth(1).fill("下雨了")
                clicks.press(page.locator(".inplace details[open] button"), leads=True)
                expect(page.locator("section.related", has_text="-¥10").first).to_be_visible()
            usable(window.scan())
            same(window.overflow(), 0, "points to scroll sideways on the order's page")
            window.goto(self.at((f"/console/r/intents?k.subject_id=ticket+order&f.subject_id={order}", "[data-row]")))
            with clicks.at_most(2, "from a payment to the ledger"):
                clicks.press(page.locator("a[href^='/console/r/postings?of=intents']").first, leads=True)
                expect(page.locator("tbody")).to_contain_text("平台收入" if lang == "zh-CN" else "Platform")
            window.goto("/console/")
            if size == PHONE:
                page.get_by_role("checkbox", name="菜单" if lang == "zh-CN" else "Menu").check()
            with clicks.at_most(1, "today's revenue"):
                clicks.press(page.get_by_role("link", name=revenue, exact=True), leads=True)
                expect(page.locator("h1")).to_contain_text(revenue)
                expect(page.locator(".revenue dt").first).to_contain_text("今天" if lang == "zh-CN" else "Today")
            usable(window.scan())
            same(window.overflow(), 0, "points to scroll sideways on the revenue's page")
            window.close()

    def step_keyboard(self):
        """the keyboard: / to the search over everything, s to that of the list, j and k through the rows, Enter into one, n to a new one"""
        window = self.open()
        page = window.page
        window.goto("/console/r/locations")
        for key, box in (("/", "[data-find]"), ("s", "[data-search]")):
            page.keyboard.press(key)
            expect(page.locator(box)).to_be_focused()
            expect(page.locator(box)).to_have_value("")
            page.keyboard.press("Escape")
        rows = page.locator("[data-row]")
        for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
            page.keyboard.press(key)
            expect(rows.nth(row)).to_be_focused()
        href = rows.nth(1).get_attribute("href")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        same(urlsplit(page.url).path, href, "the page of the row")
        window.goto("/console/r/masters")
        with page.expect_navigation():
            page.keyboard.press("n")
        same(urlsplit(page.url).path, "/console/r/masters/new", "the page for a new one")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        window.close()

    def step_preferences(self):
        """English and back, dark and light: at once, and on the page where one is"""
        window = self.open()
        page = window.page
        window.goto("/console/r/masters?q=李")
        window.press("EN")
        same(parse_qs(urlsplit(page.url).query), {"q": ["李"]}, "the query of the page")
        window.sees("Masters", "h1")
        same(page.locator("html").get_attribute("lang"), "en", "the language of the page")
        window.press("中文")
        window.sees("达人", "h1")
        paper = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(paper)
        window.press("深色或浅色")
        dark = page.evaluate(paper)
        same(dark != light, True, "the paper is another in the dark")
        window.goto("/console/")
        same(page.evaluate(paper), dark, "the paper of the next page")
        window.press("深色或浅色")
        same(page.evaluate(paper), light, "the paper by light")
        window.close()

    def step_phone(self):
        """a phone: the menu opens, and a list scrolls without the page"""
        window = self.open(size=PHONE)
        page = window.page
        window.goto("/console/r/locations")
        same(window.overflow(), 0, "points to scroll sideways")
        expect(page.locator("nav.side")).to_be_hidden()
        page.get_by_role("checkbox", name="菜单").check()
        expect(page.locator("nav.side")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("link", name="达人", exact=True).click()
        window.sees("达人", "h1")
        window.close()

    def at(self, path):
        """A path, or where the first link of a kind on a page leads."""
        if isinstance(path, str):
            return path
        page, link = path
        self.window.goto(page)
        return self.window.page.locator(f"main {link}").first.get_attribute("href")


# What is looked at: by whoever reads the screenshots, and by axe-core.
PAGES = {
    "start": "/console/",
    "dashboard": "/console/dashboard",
    "dashboard-week": "/console/dashboard?t=7d",
    "revenue": "/console/revenue",
    "system": "/console/system",
    "find": "/console/find?q=1",
    "order": ("/console/r/orders", "[data-row]"),
    "payment": ("/console/r/intents?f.status=2", "[data-row]"),
    "user": ("/console/r/users", "[data-row]"),
    "review": ("/console/", "a[href^='/console/review/']"),
    "conversations": "/console/conversations?kind=customer_service",
    "conversation": ("/console/conversations?kind=customer_service", "[data-row]"),
    "masters": "/console/r/masters",
    "master": ("/console/r/masters", "[data-row]"),
    "new-project": "/console/r/projects/new",
    "articles": "/console/r/articles",
    "tickets": "/console/r/tickets",
    "orders": "/console/r/orders",
    "locations": "/console/r/locations",
    "crowdfunding-users": "/console/r/crowdfunding-users",
    "reports": "/console/r/reports",
    "words": "/console/r/words",
    "audit": "/console/r/audit",
    "deliveries": "/console/deliveries?to=13800000001",
    "door": "/console/door",
    "check-ins": "/console/r/check-ins",
    "design-banners": "/console/r/design-banners",
    "templates": "/console/r/templates",
    "limits": "/console/limits",
    "settings": "/console/settings",
    "new-staff": "/console/staff/new",
    "account": "/console/account",
}


def usable(found):
    """Requires that nothing serious was found."""
    if found:
        raise Mismatch("nothing serious for axe-core, nothing too wide; and there is:\n" + "\n".join(found))


class Looks(Work):
    """All main pages, for everybody's eyes."""

    def __init__(self, server, label, browser, staff=None):
        self.staff = staff
        if staff:
            Journey.__init__(self, server, label)
            self.browser, self.window, self.states = browser, None, {}
        else:
            super().__init__(server, label, browser)
            self.submit("好面馆")

    def run(self):
        self.window = Window(self.browser, self.server.url)
        email, password = self.staff or ("owner@miaohui.example", self.passwords["owner"])
        self.window.sign_in(email, password)
        if not self.staff:
            self.window.change_first(password)
        self.states["owner"] = self.window.context.storage_state()
        self.window.close()
        return Journey.run(self)

    def look(self, name, lang="zh-CN", dark=False, **how):
        """Takes pictures of all pages and requires of each that everybody can use it."""
        window = self.open(lang=lang, dark=dark, **how)
        found = []
        for page, path in PAGES.items():
            window.goto(self.at(path))
            if window.overflow() > 0:
                found.append(f"{page}: {window.overflow()} points to scroll sideways")
            found += [f"{page}: {one}" for one in window.scan()]
            window.page.screenshot(path=SCREENSHOTS / f"{self.label}-{page}-{name}.png")
        window.goto("/console/r/projects/new")
        window.page.locator(".picker [data-name]").first.click()
        expect(window.page.get_by_role("option").first).to_be_visible()
        found += [f"an open list: {one}" for one in window.scan()]
        window.close()
        usable(found)

    def step_sign_in(self):
        """signing in, for axe-core"""
        window = self.window = Window(self.browser, self.server.url)
        window.goto("/console/sign-in")
        usable(window.scan())
        window.page.screenshot(path=SCREENSHOTS / f"{self.label}-sign-in.png")
        window.close()

    def step_light(self):
        """all pages in Chinese by light"""
        self.look("zh-light")

    def step_dark(self):
        """all pages in English in the dark"""
        self.look("en-dark", lang="en-US", dark=True)

    def step_phone(self):
        """all pages on a phone"""
        self.look("phone", size=PHONE)


def main():
    program, journeys = binary(sys.argv[1:]), []
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    began, passed = time.monotonic(), True

    def walk(journey):
        nonlocal passed
        journeys.append(journey)
        passed &= journey.run()

    try:
        with chromium() as browser:
            with Server(program) as server:
                walk(Work(server, "sqlite", browser))
            with Server(program, "demo=true", patience=300) as server:
                walk(Looks(server, "demo", browser, ("admin@miaohui.example", "miaohui-demo")))
            with postgres() as database_url:
                if database_url:
                    with Server(program, database_url=database_url) as server:
                        walk(Work(server, "postgres", browser))
    except ServerError as error:
        print(f"FAIL {error}")
        passed = False
    count = sum(journey.passed for journey in journeys)
    print(f"{count} passed, {'none failed' if passed else 'SOME FAILED'}, in {time.monotonic() - began:.1f} s; screenshots in {SCREENSHOTS}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
