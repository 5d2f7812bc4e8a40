"""An independent client of the Crowdfunding API: two people walk through all of it, once for each encoding of bodies.

Usage: python3 tests/clients/crowdfunding_client.py [path-to-the-binary]
"""

import re
import sys
import time

sys.dont_write_bytecode = True  # The sources stay as they are checked out.

from api import (  # noqa: E402
    ATTENDED,
    COMMENT,
    FEEDBACK,
    IMAGE,
    NAMED,
    OWN_USER,
    PACKAGE,
    PAIR,
    PROJECT,
    PROJECT_FOR_STRANGERS,
    PUBLIC_USER,
    REGISTERED,
    SECTION,
    SUPPORT,
    SUPPORTED,
    SUPPORTER,
    TASK,
    TOPIC,
    TOPIC_COMMENT,
    Http,
    Mismatch,
    Person,
    page_of,
    png,
    same,
)
from journey import Journey  # noqa: E402
from server import Server, ServerError, binary, postgres  # noqa: E402

PASSWORD = "correct horse 马"
RED, BLUE = png((200, 0, 0)), png((0, 0, 200))


def picture(content=RED, name="picture.png"):
    """A file for a multipart form."""
    return {"image": (name, content, "application/octet-stream")}


class Campaign(Journey):
    """The life of a project, of its owner and of its supporter."""

    def __init__(self, server, label, encoding, slash):
        super().__init__(server, label)
        self.encoding = encoding
        self.owner = Person(self.http, encoding, slash, f"owner.{encoding}@example.com")
        self.supporter = Person(self.http, encoding, slash, f"supporter.{encoding}@example.com")
        self.stranger = Person(self.http, encoding, slash)

    # Accounts.

    def step_register(self):
        """register: all fields that fail, in order; an account and a mail"""
        path = "/api/accounts/register/"
        missing = [("email", 10001), ("password", 10001), ("nickname", 10001)]
        self.stranger.invalid(missing, "POST", path, {})
        self.stranger.invalid(missing, "POST", path, {"email": "", "password": "", "nickname": " "})
        bad = {"email": "nobody", "password": "short", "nickname": "n" * 200}
        self.stranger.invalid([("email", 10000), ("password", 10000), ("nickname", 10000)], "POST", path, bad)
        self.stranger.invalid(
            [("password", 10000)], "POST", path, {"email": self.owner.email, "password": "password", "nickname": "n"}
        )
        for person in (self.owner, self.supporter):
            body = {"email": person.email, "password": PASSWORD, "nickname": f"{self.encoding} 昵称"}
            made = person.post(path, body, REGISTERED)
            person.id = made["id"]
            same(made, {"id": person.id, "email": person.email, "nickname": body["nickname"]}, "the account")
            self.stranger.invalid([("email", 10000)], "POST", path, {**body, "email": person.email.upper()})

    def step_inactive(self):
        """an account that is not active gets no token and is shown to nobody"""
        login = {"email": self.owner.email, "password": PASSWORD}
        self.owner.fails(10002, "POST", "/api/token/get/", login)
        self.owner.fails(10003, "POST", "/api/token/get/", {**login, "password": "not this one"})
        self.owner.fails(10003, "POST", "/api/token/get/", {**login, "email": "nobody@example.com"})
        self.stranger.fails(10015, "GET", f"/api/accounts/user/{self.owner.id}/")

    def mailed_link(self, person):
        mail = self.server.mail(person.email)
        same(sorted(mail), ["at", "subject", "text", "to"], "the keys of a mail")
        link = re.search(r"http://\S+/api/accounts/activate/\?token=([0-9a-f]+)", mail["text"])
        if not link:
            raise Mismatch(f"an activation link in the mail {mail}")
        same(link.group(0).startswith(self.server.url), True, f"{link.group(0)} leads to the server")
        return link.group(0), link.group(1)

    def step_activate(self):
        """activate: once by POST, once by the mailed link, each time once only"""
        path, wrong = "/api/accounts/activate/", [("token", 10000)]
        self.stranger.invalid([("token", 10001)], "POST", path, {})
        self.stranger.invalid(wrong, "POST", path, {"token": "0" * 40})
        _, token = self.mailed_link(self.owner)
        self.stranger.post(path, {"token": token}, None, status=204)
        self.stranger.invalid(wrong, "POST", path, {"token": token})
        link, token = self.mailed_link(self.supporter)
        pages = [self.http.send("GET", link) for _ in range(2)]
        for page in pages:
            same(page.status_code, 200, "status of the page")
            same(page.headers.get("Content-Type"), "text/html; charset=utf-8", "Content-Type of the page")
        same(pages[0].text != pages[1].text, True, "the link works once, and the page says so")
        self.stranger.invalid(wrong, "POST", path, {"token": token})

    def login(self, person, password=PASSWORD):
        pair = person.post("/api/token/get/", {"email": person.email, "password": password}, PAIR, status=200)
        person.token, person.refresh_token = pair["token"], pair["refresh_token"]

    def session(self, person):
        """The same person with another session."""
        other = Person(self.http, person.encoding, person.slash, person.email)
        self.login(other)
        return other

    def step_tokens(self):
        """token/get and token/refresh: a refresh ends the old pair, sessions live side by side"""
        missing = [("email", 10001), ("password", 10001)]
        self.stranger.invalid(missing, "POST", "/api/token/get/", {})
        self.stranger.invalid([("email", 10000), ("password", 10001)], "POST", "/api/token/get/", {"email": "nobody"})
        for person in (self.owner, self.supporter):
            self.login(person)
            other = self.session(person)
            old = {"token": person.token, "refresh_token": person.refresh_token}
            path = "/api/token/refresh/"
            self.stranger.invalid([("token", 10001), ("refresh_token", 10001)], "POST", path, {})
            self.stranger.fails(10004, "POST", path, {**old, "token": "0" * 40}, status=400)
            self.stranger.fails(10005, "POST", path, {**old, "refresh_token": other.refresh_token})
            # The header still carries the old token, as a client's would whose token has expired.
            new = person.post(path, old, PAIR, status=200)
            same(new["token"] not in old.values() and new["refresh_token"] not in old.values(), True, "the pair is new")
            person.fails(10004, "GET", "/api/accounts/user/")
            # A token that does not count is 401 also where none is needed.
            person.fails(10004, "GET", "/api/crowdfunding/category/")
            person.token, person.refresh_token = new["token"], new["refresh_token"]
            same(person.get("/api/accounts/user/", OWN_USER)["id"], person.id, "id")
            # Who sends a used pair again may be a thief, or the one who was robbed: all that came of it ends.
            self.stranger.fails(10004, "POST", path, old, status=400)
            person.fails(10004, "GET", "/api/accounts/user/")
            self.login(person)
            same(other.get("/api/accounts/user/", OWN_USER)["id"], person.id, "id in the other session")

    def step_credentials(self):
        """401 with its code for every way to get the header wrong"""
        path = "/api/accounts/user/"
        for header, code in (
            (None, 10013),
            ("Basic bm9ib2R5Og==", 10013),
            ("Token", 10007),
            ("Token a b", 10008),
            ("Token nobody", 10004),
        ):
            self.stranger.fails(code, "GET", path, headers={"Authorization": header} if header else {})

    # Images.

    def step_images(self):
        """images: types 0 to 3, with an owner and without one"""
        path = "/api/image/"
        self.owner.invalid([("type", 10001), ("image", 10001)], "POST", path, {})
        self.owner.invalid([("type", 10000), ("image", 10000)], "POST", path, {"type": 4}, picture(b"no picture"))
        self.owner.invalid([("image", 10000)], "POST", path, {"type": 2}, picture(b"\x89PNG\r\n\x1a\nno picture"))
        self.images = {}
        for kind in (0, 1, 2, 3):
            image = self.owner.post(path, {"type": kind}, IMAGE, files=picture(name="name.exe"))
            same((image["user"], image["type"]), (self.owner.id, kind), "user and type")
            if kind == 0:
                self.stranger.fails(10015, "GET", f"/api/image/{image['id']}/")
                card = self.owner.get(f"/api/image/{image['id']}/", IMAGE)
                same(self.http.send("GET", card["url"]).status_code, 200, "the signed address")
                same(self.http.send("GET", card["url"].split("?")[0]).status_code, 404, "the address alone")
            else:
                same(self.stranger.get(f"/api/image/{image['id']}/", IMAGE), image, "the image as it is shown")
            self.images[kind] = image["id"]
        file = self.http.send("GET", image["url"])
        same((file.status_code, file.headers["Content-Type"]), (200, "image/png"), "the file")
        same(file.content, RED, "its bytes")
        self.theirs = self.supporter.post(path, {"type": 2}, IMAGE, files=picture())["id"]
        nobodys = self.stranger.post(path, {"type": 2}, IMAGE, files=picture())
        same(nobodys["user"], None, "user")
        self.nobodys = nobodys["id"]

    def step_image_changes(self):
        """images are changed and deleted by their owner; those without one by anybody"""
        path = f"/api/image/{self.nobodys}/"
        same(self.supporter.patch(path, {"type": 3}, IMAGE)["type"], 3, "type")
        before = self.stranger.get(path, IMAGE)["url"]
        changed = self.stranger.put(path, {"type": 2}, IMAGE, files=picture(BLUE))
        same((changed["type"], changed["user"]), (2, None), "type and user")
        same(self.http.send("GET", changed["url"]).content, BLUE, "the new bytes")
        same(changed["url"] != before, True, "other bytes have another address")
        path = f"/api/image/{self.images[2]}/"
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, path, {"type": 2}, picture())
            self.stranger.fails(10013, verb, path, {"type": 2}, picture())
        self.owner.invalid([("type", 10001), ("image", 10001)], "PUT", path, {})
        self.owner.invalid([("type", 10000)], "PATCH", path, {"type": "two"})
        gone = self.owner.post("/api/image/", {"type": 2}, IMAGE, files=picture())["id"]
        self.owner.delete(f"/api/image/{gone}/")
        for verb in ("GET", "DELETE", "PATCH"):
            self.owner.fails(10015, verb, f"/api/image/{gone}/")

    # Places and categories.

    def step_places(self):
        """provinces, cities, districts; an id of another level is 10024"""
        get = self.stranger.get
        provinces = get("/api/location/province/", [NAMED])
        same(len(provinces) >= 31, True, "all provinces are there")
        hubei = next(one["id"] for one in provinces if one["name"].startswith("湖北"))
        wuhan = next(
            one["id"] for one in get(f"/api/location/city/{hubei}/", [NAMED]) if one["name"].startswith("武汉")
        )
        districts = get(f"/api/location/country/{wuhan}/", [NAMED])
        self.place = next(one["id"] for one in districts if one["name"].startswith("洪山"))
        for level, wrong in (("city", wuhan), ("city", 999999999), ("country", hubei), ("country", self.place)):
            self.stranger.fails(10024, "GET", f"/api/location/{level}/{wrong}/")

    def step_categories(self):
        """the nine categories of the document"""
        categories = self.stranger.get("/api/crowdfunding/category/", [NAMED])
        names = ["闽菜", "徽菜", "湘菜", "浙菜", "粤菜", "苏菜", "川菜", "鲁菜", "其他"]
        same([one["name"] for one in categories], names, "names")
        self.category = categories[6]["id"]

    # The project.

    def step_project(self):
        """project: every field that fails is named in order; created as a draft"""
        path = "/api/crowdfunding/project/"
        required = ["name", "cover", "location", "category", "total_money", "total_days", "summary", "content"]
        self.owner.invalid([(name, 10001) for name in required], "POST", path, {})
        self.stranger.fails(10013, "POST", path, {})
        bad = {
            "name": "n" * 101,
            "cover": "x",
            "location": 999999999,
            "location_detail": "d" * 201,
            "category": 0,
            "total_money": "1.234",
            "total_days": 0,
            "summary": "s" * 501,
            "content": "c" * 50001,
            "tags": ["t" * 51],
        }
        self.owner.invalid([(name, 10000) for name in bad], "POST", path, bad)
        self.draft = {
            "name": f"川味 {self.encoding}",
            "cover": self.images[2],
            "location": self.place,
            "location_detail": "珞喻路",
            "category": self.category,
            "total_money": 1000.5,
            "total_days": 5,
            "summary": "总结",
            "content": "内容 & <b>",
            "tags": ["tag 1", "标签"],
        }
        for cover, code in ((999999999, 10027), (self.images[3], 10028), (self.nobodys, 10029), (self.theirs, 10030)):
            self.owner.invalid([("cover", code)], "POST", path, {**self.draft, "cover": cover})
        made = self.owner.post(path, self.draft, PROJECT)
        self.project = made["id"]
        same({key: made[key] for key in self.draft} | {"total_money": 1000.5}, self.draft, "what was sent")
        fresh = {
            "user": self.owner.id,
            "status": 0,
            "now_money": 0,
            "remaining_days": 4,
            "attention_count": 0,
            "support_count": 0,
            "normal_support_count": 0,
            "partner_support_count": 0,
            "feedback": [],
            "package": [],
            "personal_information": {"is_attended": False, "support_type": -1, "is_supported": False},
        }
        same({key: made[key] for key in fresh}, fresh, "what is new")
        same(made["post_datetime"], made["modify_datetime"], "the times")

    def see(self, person=None):
        return (person or self.owner).get(f"/api/crowdfunding/project/{self.project}/", PROJECT)

    def step_project_changes(self):
        """project: PUT, PATCH and their permissions; personal_information is empty without a login"""
        path = f"/api/crowdfunding/project/{self.project}/"
        self.stranger.get(path, PROJECT_FOR_STRANGERS)
        self.supporter.get(path, PROJECT)
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, path, self.draft)
            self.stranger.fails(10013, verb, path, self.draft)
            self.owner.fails(10015, verb, "/api/crowdfunding/project/999999999/", self.draft)
        self.owner.invalid([("total_days", 10000)], "PUT", path, {**self.draft, "total_days": "five"})
        self.owner.invalid([("cover", 10028)], "PATCH", path, {"cover": self.images[3]})
        self.draft["name"] += " 改"
        self.draft["total_money"] = "23.0"
        changed = self.owner.put(path, {key: self.draft[key] for key in self.draft if key != "tags"}, PROJECT)
        same((changed["name"], changed["total_money"], changed["tags"]), (self.draft["name"], 23, []), "the changes")
        changed = self.owner.patch(path, {"tags": ["一", "二"], "total_days": "30"}, PROJECT)
        same((changed["tags"], changed["total_days"], changed["remaining_days"]), (["一", "二"], 30, 29), "the changes")
        same(changed["summary"], "总结", "what was not sent")

    def step_project_list(self):
        """the list of projects: filters, search, ordering, pages whose links keep the query"""
        path, me = "/api/crowdfunding/project/", self.owner.id
        others = []
        for n in range(3):
            body = {**self.draft, "name": f"列表 {self.encoding} {n}"}
            others.append(self.owner.post(path, body, PROJECT)["id"])
        listed = lambda query: self.owner.get(path + query, page_of(PROJECT))  # noqa: E731
        ids = lambda query: [one["id"] for one in listed(query)["results"]]  # noqa: E731
        same(ids(f"?user={me}"), [*others[::-1], self.project], "the newest first")
        same(ids(f"?user={me}&status=0&ordering=-post_datetime,id&search=列表"), others[::-1], "the document's query")
        same(
            ids(f"?user={me}&ordering=name,nothing&search=列表"), others, "ordering by name; unknown names are ignored"
        )
        same(ids(f"?user={me}&name=列表 {self.encoding} 1"), others[1:2], "name is exact")
        same(ids(f"?user={me}&status=1"), [], "status")
        same(
            ids(f"?user={me}&id={others[0]}&category={self.category}&location={self.place}"), others[:1], "all combine"
        )
        same(ids(f"?user={me}&category=999999999"), [], "category")
        self.follow(self.owner, f"{path}?user={me}&search=列表&page_size=2", PROJECT, [2, 1])
        for page in ("99", "0", "abc", "-1"):
            self.owner.fails(10015, "GET", f"{path}?user={me}&page={page}")
        for other in others:
            self.owner.delete(f"{path}{other}/")
            self.owner.fails(10015, "GET", f"{path}{other}/")

    def follow(self, person, path, shape, sizes):
        """Follows `next` to the end and `previous` back; pages have these sizes."""
        page = person.get(path, page_of(shape))
        same(page["previous"], None, "previous of the first page")
        seen = [page]
        while page["next"]:
            same(page["next"].startswith(self.server.url), True, f"{page['next']} is absolute")
            page = person.answer(self.http.send("GET", page["next"], headers=person.headers()), 200, page_of(shape))
            seen.append(page)
        same([len(page["results"]) for page in seen], sizes, "rows of the pages")
        same({page["count"] for page in seen}, {sum(sizes)}, "count")
        ids = [one["id"] for page in seen for one in page["results"]]
        same(len(set(ids)), len(ids), "different rows")
        for before in seen[-2::-1]:
            page = person.answer(self.http.send("GET", page["previous"], headers=person.headers()), 200, page_of(shape))
            same(page["results"], before["results"], "the page before")
        same(page["previous"], None, "previous, back at the first page")

    # What supporters get.

    def step_feedback(self):
        """feedback: made, read, changed, deleted; only in one's own project and with one's own image"""
        path = "/api/crowdfunding/feedback/"
        body = {"project": self.project, "content": "回馈", "image": self.images[3]}
        self.owner.invalid([("project", 10001), ("content", 10001)], "POST", path, {})
        self.owner.invalid([("project", 10000)], "POST", path, {**body, "project": 999999999})
        self.owner.invalid([("image", 10028)], "POST", path, {**body, "image": self.images[2]})
        self.supporter.fails(10026, "POST", path, {"project": self.project, "content": "mine"})
        self.stranger.fails(10013, "POST", path, body)
        first = self.owner.post(path, body, FEEDBACK)
        same(first, {"id": first["id"], **body}, "the feedback")
        second = self.owner.post(path, {"project": self.project, "content": "二"}, FEEDBACK)
        same(second["image"], None, "image")
        one = f"{path}{first['id']}/"
        same(self.supporter.get(one, FEEDBACK), first, "for whoever is logged in")
        self.stranger.fails(10013, "GET", one)
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, one, body)
            self.owner.fails(10015, verb, f"{path}999999999/", body)
        self.owner.invalid([("content", 10001)], "PUT", one, {"project": self.project})
        self.owner.invalid([("project", 10000)], "PATCH", one, {"project": "x"})
        same(self.owner.put(one, {**body, "content": "改"}, FEEDBACK)["content"], "改", "content")
        same(self.owner.patch(one, {"content": "再改"}, FEEDBACK), {**first, "content": "再改"}, "the feedback")
        self.feedback = [first["id"], second["id"]]
        gone = self.owner.post(path, body, FEEDBACK)["id"]
        same(self.see()["feedback"], [*self.feedback, gone], "the project's feedback")
        self.owner.delete(f"{path}{gone}/")
        self.owner.fails(10015, "GET", f"{path}{gone}/")
        same(self.see()["feedback"], self.feedback, "the project's feedback")

    def step_package(self):
        """package: fields in order, limit 2; feedback that it promises cannot be deleted"""
        path = "/api/crowdfunding/package/"
        body = {
            "project": self.project,
            "money": 5.76,
            "limit": 2,
            "type": 0,
            "name": "普通",
            "feedback": self.feedback,
        }
        self.owner.invalid([(name, 10001) for name in body], "POST", path, {})
        bad = {"project": self.project, "money": 0, "limit": -1, "type": 2, "name": "n" * 101, "feedback": [999999999]}
        self.owner.invalid([(name, 10000) for name in bad if name != "project"], "POST", path, bad)
        self.supporter.fails(10026, "POST", path, body)
        self.stranger.fails(10013, "POST", path, body)
        made = self.owner.post(path, body, PACKAGE)
        self.package = made["id"]
        self.price = made["money"]
        same(made | {"money": 0}, {"id": self.package, **body, "money": 0}, "the package")
        same(made["money"], 5.76, "money")
        one = f"{path}{self.package}/"
        same(self.supporter.get(one, PACKAGE), made, "for whoever is logged in")
        self.stranger.fails(10013, "GET", one)
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, one, body)
        self.owner.invalid([("limit", 10000)], "PUT", one, {**body, "limit": "many"})
        self.owner.invalid([("project", 10000)], "PATCH", one, {"project": "x"})
        same(self.owner.patch(one, {"feedback": self.feedback[1:]}, PACKAGE)["feedback"], self.feedback[1:], "feedback")
        same(self.owner.put(one, body, PACKAGE), made, "the package")
        self.owner.fails(10034, "DELETE", f"/api/crowdfunding/feedback/{self.feedback[0]}/")
        partner = {**body, "money": "1000", "limit": 0, "type": 1, "name": "合伙人"}
        self.partner = self.owner.post(path, partner, PACKAGE)["id"]
        # The sandbox declines what ends in 44 fen.
        self.declined = self.owner.post(path, {**body, "money": 1.44}, PACKAGE)["id"]
        gone = self.owner.post(path, body, PACKAGE)["id"]
        self.owner.delete(f"{path}{gone}/")
        self.owner.fails(10015, "GET", f"{path}{gone}/")
        same(self.see()["package"], [self.package, self.partner, self.declined], "the project's packages")

    # The review.

    def step_review(self):
        """save; rejected and approved by a second process beside the server; then some fields are fixed"""
        path = f"/api/crowdfunding/project/{self.project}/"
        self.supporter.fails(10037, "POST", f"{path}support/", {"package": self.package})
        self.supporter.fails(10014, "PUT", f"{path}save/")
        self.stranger.fails(10013, "PUT", f"{path}save/")
        for _ in range(2):
            self.owner.put(f"{path}save/", None, None, status=204)
            same(self.see()["status"], 1, "status after save")
        self.server.run("review", "reject", str(self.project), "--reason", "photo too dark")
        same(self.see()["status"], 2, "status after the rejection")
        same("photo too dark" in self.server.mail(self.owner.email, 2)["text"], True, "the mail says why")
        self.server.run("review", "approve", str(self.project), status=1)
        self.owner.put(f"{path}save/", None, None, status=204)
        same(self.see()["status"], 1, "status after the second save")
        self.server.run("review", "approve", str(self.project))
        project = self.see()
        same((project["status"], project["remaining_days"]), (3, 29), "status and days after the approval")
        self.server.mail(self.owner.email, 3)
        self.owner.put(f"{path}save/", None, None, status=204)
        same(self.see()["status"], 3, "save changes nothing any more")
        fixed = {"name": "x", "category": self.category + 1, "total_money": 1, "total_days": 1}
        self.owner.invalid([(name, 10000) for name in fixed], "PATCH", path, fixed)
        same(self.owner.patch(path, {"summary": "新"}, PROJECT)["summary"], "新", "summary")

    # Inside, before.

    def step_topic_stranger(self):
        """topics are for the owner and paid supporters: anybody else gets 403 or 401"""
        path = f"/api/crowdfunding/project/{self.project}/topic/"
        for verb in ("GET", "POST"):
            self.supporter.fails(10014, verb, path, {"title": "t", "content": "c"} if verb == "POST" else None)
            self.stranger.fails(10013, verb, path)
        self.owner.fails(10015, "GET", "/api/crowdfunding/project/999999999/topic/")
        self.owner.invalid([("title", 10001), ("content", 10001)], "POST", path, {})
        topic = self.owner.post(path, {"title": "第一", "content": "内容"}, TOPIC)
        self.topic = topic["id"]
        same((topic["project"], topic["user"], topic["title"]), (self.project, self.owner.id, "第一"), "the topic")
        comments = f"/api/crowdfunding/project/topic/{self.topic}/comment/"
        first = self.owner.post(comments, {"content": "一"}, TOPIC_COMMENT)
        self.topic_comment = first["id"]
        ones = (
            f"/api/crowdfunding/project/topic/{self.topic}/",
            f"/api/crowdfunding/project/topic/comment/{first['id']}/",
        )
        for one in ones:
            for verb in ("GET", "PUT", "PATCH", "DELETE"):
                body = None if verb == "GET" else {"title": "t", "content": "c"}
                self.supporter.fails(10014, verb, one, body)
                self.stranger.fails(10013, verb, one, body)
        self.supporter.fails(10014, "GET", comments)
        self.supporter.fails(10014, "POST", comments, {"content": "c"})

    # Support.

    def step_support(self):
        """support by the other person, paid in the sandbox; paying again is the same"""
        path = f"/api/crowdfunding/project/{self.project}/support/"
        self.supporter.invalid([("package", 10001)], "POST", path, {})
        self.supporter.invalid([("package", 10000)], "POST", path, {"package": 999999999})
        self.supporter.fails(10015, "POST", "/api/crowdfunding/project/999999999/support/", {"package": self.package})
        self.stranger.fails(10013, "POST", path, {"package": self.package})
        made = self.supporter.post(path, {"package": self.package}, SUPPORT)
        unpaid = {
            "id": made["id"],
            "project": self.project,
            "package": self.package,
            "money": self.price,
            "status": 0,
            "paid": False,
            "datetime": made["datetime"],
        }
        same(made, unpaid, "the support")
        self.supporter.fails(10014, "GET", f"/api/crowdfunding/project/{self.project}/topic/")
        same(self.see()["support_count"], 0, "an unpaid support does not count")
        pay = f"{path}{made['id']}/pay/"
        self.owner.fails(10014, "POST", pay, {"channel": "sandbox"})
        self.stranger.fails(10013, "POST", pay, {"channel": "sandbox"})
        self.supporter.invalid([("channel", 10000)], "POST", pay, {"channel": "cowrie"})
        self.supporter.fails(10015, "POST", f"{path}999999999/pay/", {"channel": "sandbox"})
        paid = self.supporter.post(pay, {"channel": "sandbox"}, SUPPORT, status=200)
        same(paid, {**unpaid, "paid": True}, "the paid support")
        same(self.supporter.post(pay, {"channel": "sandbox"}, SUPPORT, status=200), paid, "paid again")
        same(self.supporter.post(pay, {}, SUPPORT, status=200), paid, "paid again without a channel")
        self.supporter.fails(10034, "DELETE", f"{path}{made['id']}/")
        project = self.see(self.supporter)
        same((project["now_money"], project["support_count"]), (self.price, 1), "now_money and support_count")
        same(
            project["personal_information"], {"is_attended": False, "support_type": 0, "is_supported": True}, "personal"
        )
        self.support = made["id"]

    def step_package_full(self):
        """the limit of two: the third support is 10035, ordered before or after; unpaid ones can be withdrawn"""
        path = f"/api/crowdfunding/project/{self.project}/support/"
        # Nobody supports a project of their own.
        self.owner.fails(10014, "POST", path, {"package": self.package})
        second = self.supporter.post(path, {"package": self.package}, SUPPORT)["id"]
        late = self.supporter.post(path, {"package": self.package}, SUPPORT)["id"]
        self.supporter.post(f"{path}{second}/pay/", {}, SUPPORT, status=200)
        self.supporter.fails(10035, "POST", f"{path}{late}/pay/", {"channel": "sandbox"})
        self.supporter.fails(10035, "POST", path, {"package": self.package})
        self.owner.fails(10014, "DELETE", f"{path}{late}/")
        self.supporter.delete(f"{path}{late}/")
        self.supporter.fails(10015, "DELETE", f"{path}{late}/")
        self.owner.invalid([("limit", 10000)], "PATCH", f"/api/crowdfunding/package/{self.package}/", {"limit": 1})
        same(self.supporter.post(f"{path}{self.support}/pay/", {}, SUPPORT, status=200)["paid"], True, "paid still")

    def step_declined(self):
        """a declined payment is 10036, and the support stays payable"""
        path = f"/api/crowdfunding/project/{self.project}/support/"
        made = self.supporter.post(path, {"package": self.declined}, SUPPORT)["id"]
        for _ in range(2):
            self.supporter.fails(10036, "POST", f"{path}{made}/pay/", {"channel": "sandbox"})
        self.supporter.delete(f"{path}{made}/")

    def step_supports_count(self):
        """the project shows now_money and counts by kind, and its supporters the newest first"""
        path = f"/api/crowdfunding/project/{self.project}/support/"
        third = self.supporter.post(path, {"package": self.partner}, SUPPORT)["id"]
        self.supporter.post(f"{path}{third}/pay/", {"channel": "sandbox"}, SUPPORT, status=200)
        project = self.see(self.supporter)
        counts = [project[f"{kind}support_count"] for kind in ("", "normal_", "partner_")]
        same((project["now_money"], counts), (1011.52, [3, 2, 1]), "now_money and the counts")
        same(project["personal_information"]["support_type"], 1, "support_type")
        same(self.see(self.owner)["personal_information"]["support_type"], -1, "support_type of the owner")
        listed = self.stranger.get(path, page_of(SUPPORTER))
        users = [(one["user"], one["package"]) for one in listed["results"]]
        me = self.supporter.id
        same(users, [(me, self.partner), (me, self.package), (me, self.package)], "supporters, the newest first")
        self.follow(self.stranger, f"{path}?page_size=2", SUPPORTER, [2, 1])
        for deed in (f"package/{self.package}", f"project/{self.project}"):
            self.owner.fails(10034, "DELETE", f"/api/crowdfunding/{deed}/")

    # Inside, after.

    def step_topics(self):
        """topics: read and written by supporters, changed by their author only"""
        path = f"/api/crowdfunding/project/{self.project}/topic/"
        second = self.supporter.post(path, {"title": "第二", "content": "c"}, TOPIC)
        listed = self.supporter.get(path, page_of(TOPIC))
        same({one["id"] for one in listed["results"]}, {self.topic, second["id"]}, "topics")
        one = f"/api/crowdfunding/project/topic/{second['id']}/"
        same(self.owner.get(one, TOPIC), second, "the topic")
        for verb in ("PUT", "PATCH", "DELETE"):
            self.owner.fails(10014, verb, one, {"title": "t", "content": "c"})
        self.supporter.invalid([("content", 10001)], "PUT", one, {"title": "t"})
        changed = self.supporter.put(one, {"title": "改", "content": "改"}, TOPIC)
        same((changed["title"], changed["post_datetime"]), ("改", second["post_datetime"]), "title and post_datetime")
        same(self.supporter.patch(one, {"content": "再改"}, TOPIC)["title"], "改", "title")
        self.supporter.delete(one)
        self.supporter.fails(10015, "GET", one)

    def step_topic_comments(self):
        """topic comments: a tree, changed by its authors only, deleted with all below"""
        path = f"/api/crowdfunding/project/topic/{self.topic}/comment/"
        first = self.topic_comment
        self.supporter.invalid([("content", 10001)], "POST", path, {})
        self.supporter.invalid([("content", 10001), ("parent", 10000)], "POST", path, {"parent": 999999999})
        second = self.supporter.post(path, {"content": "二", "parent": first}, TOPIC_COMMENT)
        self.owner.post(path, {"content": "三", "parent": second["id"]}, TOPIC_COMMENT)
        page = self.supporter.get(path, page_of(TOPIC_COMMENT))
        same(page["count"], 1, "count of top comments")
        same(outline(page["results"]), "一(二(三))", "the tree")
        one = f"/api/crowdfunding/project/topic/comment/{second['id']}/"
        shown = self.owner.get(one, TOPIC_COMMENT)
        same((shown["topic"], shown["parent"], outline([shown])), (self.topic, first, "二(三)"), "the comment")
        for verb in ("PUT", "PATCH", "DELETE"):
            self.owner.fails(10014, verb, one, {"content": "c"})
        same(outline([self.supporter.put(one, {"content": "改"}, TOPIC_COMMENT)]), "改(三)", "the changed comment")
        same(outline([self.supporter.patch(one, {"content": "再"}, TOPIC_COMMENT)]), "再(三)", "the changed comment")
        self.supporter.delete(one)
        same(outline(self.owner.get(path, page_of(TOPIC_COMMENT))["results"]), "一", "the tree")

    # Comments.

    def step_comments(self):
        """comments: a tree; anonymous ones have no author and are changed by nobody"""
        path = f"/api/crowdfunding/project/{self.project}/comment/"
        self.stranger.invalid([("type", 10001), ("content", 10001)], "POST", path, {})
        self.stranger.invalid([("type", 10033), ("content", 10001)], "POST", path, {"type": "normal"})
        self.stranger.invalid(
            [("type", 10000), ("parent", 10000)], "POST", path, {"type": "x", "content": "c", "parent": 999999999}
        )
        first = self.owner.post(path, {"type": "normal", "content": "一"}, COMMENT)
        same((first["user"], first["email"]), (self.owner.id, self.owner.email), "user and email")
        same((first["project"], first["parent"], first["children"]), (self.project, None, []), "its place")
        hidden = self.supporter.post(path, {"type": "anonymous", "content": "匿", "parent": first["id"]}, COMMENT)
        same((hidden["user"], hidden["email"], hidden["parent"]), (None, None, first["id"]), "of nobody")
        third = self.supporter.post(path, {"type": "normal", "content": "三", "parent": hidden["id"]}, COMMENT)
        self.stranger.post(path, {"type": "anonymous", "content": "四", "parent": first["id"]}, COMMENT)
        self.stranger.post(path, {"type": "anonymous", "content": "五"}, COMMENT)
        page = self.stranger.get(path, page_of(COMMENT))
        same((page["count"], outline(page["results"])), (2, "一(匿(三) 四) 五"), "the tree")
        one = f"/api/crowdfunding/project/comment/{first['id']}/"
        same(outline([self.stranger.get(one, COMMENT)]), "一(匿(三) 四)", "the comment with all below")
        for verb in ("PUT", "PATCH", "DELETE"):
            body = {"type": "normal", "content": "c"}
            self.supporter.fails(10014, verb, one, body)
            self.stranger.fails(10013, verb, one, body)
            self.supporter.fails(10014, verb, f"/api/crowdfunding/project/comment/{hidden['id']}/", body)
        self.owner.invalid([("type", 10001), ("content", 10001)], "PUT", one, {})
        changed = self.owner.put(one, {"type": "normal", "content": "改"}, COMMENT)
        same((outline([changed]), changed["parent"]), ("改(匿(三) 四)", None), "the changed comment")
        same(self.owner.patch(one, {"content": "再"}, COMMENT)["content"], "再", "content")
        changed = self.supporter.patch(
            f"/api/crowdfunding/project/comment/{third['id']}/", {"type": "anonymous"}, COMMENT
        )
        same((changed["user"], changed["email"]), (None, None), "made anonymous")
        self.owner.delete(one)
        self.owner.fails(10015, "GET", f"/api/crowdfunding/project/comment/{third['id']}/")

    def step_pages(self):
        """pages: ten a page, next and previous followed to both ends"""
        path = f"/api/crowdfunding/project/{self.project}/comment/"
        for n in range(22):
            self.stranger.post(path, {"type": "anonymous", "content": f"{n}"}, COMMENT)
        self.follow(self.stranger, path, COMMENT, [10, 10, 3])
        self.follow(self.stranger, f"{path}?page_size=20&x=%E5%80%BC", COMMENT, [20, 3])
        self.follow(self.stranger, f"{path}?page_size=1000", COMMENT, [23])
        self.stranger.fails(10015, "GET", f"{path}?page=4")

    # Attention.

    def step_attention(self):
        """attention: a set; setting and taking away may be repeated"""
        path = f"/api/crowdfunding/project/{self.project}/attention/"
        self.supporter.fails(10015, "GET", path)
        for verb in ("GET", "PUT", "DELETE"):
            self.stranger.fails(10013, verb, path)
            self.supporter.fails(10015, verb, "/api/crowdfunding/project/999999999/attention/")
        for _ in range(2):
            self.supporter.put(path, None, None, status=204)
            self.supporter.answer(self.supporter.send("GET", path), 204)
            self.supporter.answer(self.supporter.send("HEAD", path), 204)
        project = self.see(self.supporter)
        same((project["attention_count"], project["personal_information"]["is_attended"]), (1, True), "attention")
        for _ in range(2):
            self.supporter.delete(path)
        same(self.see(self.supporter)["attention_count"], 0, "attention_count")
        self.supporter.put(path, None, None, status=204)

    # Afterwards.

    def step_sections(self):
        """sections and tasks: ordered; read by whoever is logged in, written by the owner"""
        path = f"/api/crowdfunding/project/{self.project}/section/"
        body = {"title": "二", "description": "d", "status": 0, "order": 2}
        self.owner.invalid([(name, 10001) for name in body], "POST", path, {})
        self.owner.invalid([("status", 10000), ("order", 10000)], "POST", path, {**body, "status": 3, "order": "x"})
        self.supporter.fails(10014, "POST", path, body)
        self.stranger.fails(10013, "GET", path)
        second = self.owner.post(path, body, SECTION)
        same(second, {"id": second["id"], "project": self.project, **body}, "the section")
        first = self.owner.post(path, {**body, "title": "一", "order": 1}, SECTION)
        same([one["title"] for one in self.supporter.get(path, [SECTION])], ["一", "二"], "sections by order")
        one = f"/api/crowdfunding/project/section/{first['id']}/"
        same(self.supporter.get(one, SECTION), first, "the section")
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, one, body)
            self.owner.fails(10015, verb, "/api/crowdfunding/project/section/999999999/", body)
        self.owner.invalid([("status", 10001)], "PUT", one, {"title": "t", "description": "d", "order": 1})
        self.owner.invalid([("status", 10000)], "PATCH", one, {"status": 9})
        same(self.owner.patch(one, {"order": "3"}, SECTION)["order"], 3, "order")
        same(
            self.owner.put(one, {**body, "status": 1}, SECTION),
            {**second, "id": first["id"], "status": 1},
            "the section",
        )
        self.tasks(one)

    def tasks(self, section):
        path = f"{section}task/"
        body = {"content": "c", "status": 0, "order": 0}
        self.owner.invalid([(name, 10001) for name in body], "POST", path, {})
        self.owner.invalid([("order", 10000)], "POST", path, {**body, "order": "first"})
        self.supporter.fails(10014, "POST", path, body)
        first = self.owner.post(path, body, TASK)
        same(first, {"id": first["id"], "project": self.project, "section": first["section"], **body}, "the task")
        second = self.owner.post(path, body, TASK)
        same([one["id"] for one in self.supporter.get(path, [TASK])], [first["id"], second["id"]], "by order, then id")
        one = f"/api/crowdfunding/project/section/task/{first['id']}/"
        for verb in ("PUT", "PATCH", "DELETE"):
            self.supporter.fails(10014, verb, one, body)
        self.owner.invalid([("status", 10000)], "PATCH", one, {"status": "done"})
        self.owner.invalid([("order", 10001)], "PUT", one, {"content": "c", "status": 1})
        same(self.owner.put(one, {"content": "改", "status": 1, "order": 5}, TASK)["status"], 1, "status")
        same(self.owner.patch(one, {"status": 2}, TASK)["content"], "改", "content")
        same(self.supporter.get(one, TASK)["order"], 5, "order")
        self.owner.delete(f"/api/crowdfunding/project/section/task/{second['id']}/")
        self.owner.delete(section)
        self.owner.fails(10015, "GET", one)

    # The people themselves.

    def step_user(self):
        """one's own account: PUT, PATCH and POST; others see a part of it"""
        path = "/api/accounts/user/"
        before = self.owner.get(path, OWN_USER)
        same((before["email"], before["is_active"], before["is_staff"]), (self.owner.email, True, False), "the account")
        self.owner.invalid([("nickname", 10001)], "PUT", path, {"detailinfo": {"age": 20}})
        self.stranger.fails(10013, "GET", path)
        detail = {
            "avatar": self.images[1],
            "name": "姓名",
            "sex": "l",
            "age": 20,
            "native": self.place,
            "profession": "职业",
            "idcard": "130984199509199999",
            "idcard_image": self.images[0],
            "mobile": "13800000000",
            "qq": "1234444",
            "weibo": "http://weibo.example",
            "blog": "http://blog.example",
        }
        fund = {"alipay": "a@example.com", "bank_name": "b", "bank_sub_name": "s", "name": "n", "account": "234"}
        changed = self.owner.put(path, {"nickname": "新", "detailinfo": detail, "fundinfo": fund}, OWN_USER)
        expected = {**before, "nickname": "新", "detailinfo": detail, "fundinfo": fund}
        same(changed, expected, "the account")
        patched = self.owner.patch(
            path, {"detailinfo": {"age": 21}, "email": "x@example.com", "is_staff": "true"}, OWN_USER
        )
        expected["detailinfo"] = {**detail, "age": 21}
        same(patched, expected, "only the age has changed")
        posted = self.owner.post(path, {"fundinfo": {"account": "567"}}, OWN_USER, status=200)
        same(posted, {**expected, "fundinfo": {**fund, "account": "567"}}, "POST does what PATCH does")
        bad = {"avatar": self.images[0], "sex": "x", "age": -1, "native": 999999999, "idcard_image": self.images[1]}
        wrong = [
            ("detailinfo.avatar", 10028),
            ("detailinfo.sex", 10000),
            ("detailinfo.age", 10000),
            ("detailinfo.native", 10000),
            ("detailinfo.idcard_image", 10028),
        ]
        self.owner.invalid(wrong, "PATCH", path, {"detailinfo": bad})
        shown = self.stranger.get(f"{path}{self.owner.id}/", PUBLIC_USER)
        public = {key: detail[key] for key in ("avatar", "native", "profession", "qq", "weibo", "blog")}
        same(
            shown, {"id": self.owner.id, "email": self.owner.email, "nickname": "新", "detailinfo": public}, "in public"
        )
        self.stranger.fails(10015, "GET", f"{path}999999999/")
        self.owner.fails(10034, "DELETE", f"/api/image/{self.images[1]}/")

    def step_lists(self):
        """lists of one's own: projects begun, supported and attended; the counters agree"""
        path = "/api/accounts/user/project/"
        same([one["id"] for one in self.owner.get(path, [PROJECT])], [self.project], "begun")
        same(self.supporter.get(path, [PROJECT]), [], "begun by the supporter")
        supported = self.supporter.get(f"{path}support/", [SUPPORTED])
        same([one["package"] for one in supported], [self.partner, self.package, self.package], "supported")
        same([one["money"] for one in supported], [1000, self.price, self.price], "money")
        same({one["project"]["id"] for one in supported}, {self.project}, "its project")
        attended = self.supporter.get(f"{path}attention/", [ATTENDED])
        same([one["project"]["id"] for one in attended], [self.project], "attended")
        same(attended[0]["project"], self.see(self.supporter), "the project in the list")
        for one in ("", "support/", "attention/"):
            self.stranger.fails(10013, "GET", path + one)
        me = self.supporter.get("/api/accounts/user/", OWN_USER)
        same(me["projectinfo"], {"launch": 0, "attention": 1, "support": 3}, "projectinfo")
        me = self.owner.get("/api/accounts/user/", OWN_USER)
        same(me["projectinfo"], {"launch": 1, "attention": 0, "support": 0}, "projectinfo")

    def step_passwords(self):
        """passwords: changed, which ends other sessions; forgotten and replaced, which ends all"""
        path, other = "/api/accounts/password/", self.session(self.supporter)
        self.supporter.invalid([("old_password", 10001), ("password", 10001)], "POST", f"{path}change/", {})
        new = "another horse 2"
        self.supporter.invalid(
            [("old_password", 10000)], "POST", f"{path}change/", {"old_password": "no", "password": new}
        )
        self.stranger.fails(10013, "POST", f"{path}change/", {"old_password": PASSWORD, "password": new})
        self.supporter.post(f"{path}change/", {"old_password": PASSWORD, "password": new}, None, status=204)
        other.fails(10004, "GET", "/api/accounts/user/")
        self.supporter.get("/api/accounts/user/", OWN_USER)
        self.stranger.post(f"{path}reset/", {"email": "nobody@example.com"}, None, status=204)
        self.stranger.post(f"{path}reset/", {"email": self.supporter.email}, None, status=204)
        token = re.search(r"\b[0-9a-f]{40}\b", self.server.mail(self.supporter.email, 2)["text"]).group(0)
        last = "a third horse 3"
        confirm = f"{path}reset/confirm/"
        self.stranger.invalid([("token", 10001), ("password", 10001)], "POST", confirm, {})
        self.stranger.invalid([("token", 10000)], "POST", confirm, {"token": "0" * 40, "password": last})
        self.stranger.post(confirm, {"token": token, "password": last}, None, status=204)
        self.stranger.invalid([("token", 10000)], "POST", confirm, {"token": token, "password": last})
        self.supporter.fails(10004, "GET", "/api/accounts/user/")
        self.supporter.fails(
            10003,
            "POST",
            "/api/token/get/",
            {"email": self.supporter.email, "password": new},
            headers={"Authorization": ""},
        )
        self.supporter.token = None
        self.login(self.supporter, last)


def outline(comments):
    """The contents of a tree: `a(b(c) d) e`."""
    return " ".join(one["content"] + (f"({outline(one['children'])})" if one["children"] else "") for one in comments)


class Wire(Journey):
    """What holds for every path."""

    CHAINED = False

    def __init__(self, server, label):
        super().__init__(server, label)
        self.anybody = Person(self.http)

    def step_methods(self):
        """405 with the code of the method and an Allow header, also without the last slash"""
        for path, verbs in (
            ("/api/token/get/", ("GET", "PUT", "DELETE", "HEAD", "PATCH")),
            ("/api/location/province/", ("POST", "PUT", "DELETE", "PATCH")),
            ("/api/crowdfunding/project/1/save/", ("GET", "POST", "DELETE", "HEAD", "PATCH")),
            ("/api/crowdfunding/project/1/attention/", ("POST", "PATCH")),
        ):
            codes = {"GET": 10016, "POST": 10017, "PUT": 10018, "DELETE": 10019, "HEAD": 10020, "PATCH": 10021}
            for verb in verbs:
                for slash in (True, False):
                    self.anybody.slash = slash
                    self.anybody.fails(codes[verb], verb, path)
        self.anybody.slash = True

    def step_missing(self):
        """404 for paths and ids that are not there, in the documented form"""
        for path in (
            "/api/nothing/",
            "/api/image/0/",
            "/api/image/-1/",
            "/api/image/x/",
            "/api/image/99999999999999999999/",
            "/api/image/999999999/",
            "/api/crowdfunding/project/999999999/",
        ):
            for slash in (True, False):
                self.anybody.slash = slash
                self.anybody.fails(10015, "GET", path)
        self.anybody.slash = True

    def step_root(self):
        """404 in the documented form for /api/ itself"""
        for slash in (True, False):
            self.anybody.slash = slash
            self.anybody.fails(10015, "GET", "/api/")
        self.anybody.slash = True

    def step_accept(self):
        """406 for a client that takes no JSON; any range that includes it is served"""
        path = "/api/crowdfunding/category/"
        for accept in ("text/html", "application/xml", "application/json;q=0"):
            self.anybody.fails(10022, "GET", path, headers={"Accept": accept})
        for accept in (
            "*/*",
            "application/*",
            "application/json",
            "text/html, application/json;q=0.9",
            "text/html,*/*;q=0.1",
        ):
            self.anybody.answer(self.anybody.send("GET", path, headers={"Accept": accept}), 200, [NAMED])

    def step_malformed(self):
        """10011 for bodies that cannot be read"""
        json_type, form_type = "application/json", "multipart/form-data"
        for kind, body in (
            (json_type, b"{"),
            (json_type, b"[]"),
            (json_type, b'"text"'),
            (json_type, b"null"),
            (json_type, b'{"email": "\xff"}'),
            (json_type, b'{"email": "\\u0000@example.com"}'),
            (json_type, b"[" * 200_000),
            (form_type, b"--x--"),
            (f"{form_type}; boundary=x", b"--x\r\nnothing"),
            ("application/x-www-form-urlencoded", b"email=a%00b"),
        ):
            reply = self.http.send("POST", "/api/token/get/", data=body, headers={"Content-Type": kind})
            expected = {"error_code": 10011, "error_message": "Malformed request.", "errors": []}
            if reply.status_code != 400 or self.anybody.json(reply) != expected:
                raise Mismatch(f"status 400 with {expected}")

    def step_numbers(self):
        """numbers arrive as numbers and as texts of digits; a wrong one is 10000"""
        path = "/api/image/"
        for kind in (2, "2"):
            self.anybody.post(path, {"type": kind}, IMAGE, files=picture())
        for kind in ("", " "):
            self.anybody.invalid([("type", 10001)], "POST", path, {"type": kind}, picture())
        for kind in ("2.5", "zwei", "-1", "99999999999999999999"):
            self.anybody.invalid([("type", 10000)], "POST", path, {"type": kind}, picture())

    def step_cors(self):
        """CORS: a preflight is answered, and every answer may be read by pages of any origin"""
        page = {"Origin": "https://www.example.com"}
        asked = {
            **page,
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization,content-type",
        }
        for path in ("/api/crowdfunding/project/", "/api/crowdfunding/project/1/save"):
            reply = self.http.send("OPTIONS", path, headers=asked)
            headers = reply.headers
            same(reply.status_code in (200, 204), True, f"status {reply.status_code} of a preflight is 200 or 204")
            same(headers.get("Access-Control-Allow-Origin"), "*", "Access-Control-Allow-Origin")
            methods = {one.strip() for one in headers.get("Access-Control-Allow-Methods", "").split(",")}
            same({"GET", "POST", "PUT", "PATCH", "DELETE"} <= methods, True, f"all methods are in {methods}")
            names = {one.strip().lower() for one in headers.get("Access-Control-Allow-Headers", "").split(",")}
            same({"authorization", "content-type"} <= names, True, f"both headers are in {names}")
        for verb, path in (
            ("GET", "/api/crowdfunding/category/"),
            ("GET", "/api/accounts/user/"),
            ("GET", "/api/nothing/"),
            ("PUT", "/api/token/get/"),
        ):
            reply = self.http.send(verb, path, headers=page)
            same(
                reply.headers.get("Access-Control-Allow-Origin"),
                "*",
                f"Access-Control-Allow-Origin of {reply.status_code}",
            )

    def step_reference(self):
        """the reference is OpenAPI 3.1 and knows all paths of the document"""
        reference = self.anybody.json(self.http.send("GET", "/openapi/crowdfunding.json"))
        same(reference["openapi"][:3], "3.1", "openapi")
        count = sum(len(operations) for operations in reference["paths"].values())
        same(count >= 68, True, f"the document has 68 operations, here are {count}")


class Hostile(Journey):
    """Bodies that nobody sends by mistake. Each must be answered, and the server must live on."""

    def survives(self, name, headers, body):
        reply = self.http.send("POST", "/api/token/get/", data=body, headers=headers)
        same(reply.status_code, 400, f"status for {name}")
        # The server may close the connection of a body that it did not read to its end.
        self.http.session.close()
        Person(self.http).get("/api/crowdfunding/category/", [NAMED])

    def step_large(self):
        """a body of 5 MB"""
        self.survives("5 MB", {"Content-Type": "application/json"}, b'{"email": "' + b"a" * 5_000_000 + b'"}')

    def step_many(self):
        """a form of 100,000 fields"""
        body = "&".join(f"a{n}=1" for n in range(100_000))
        self.survives("many fields", {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def step_deep_json(self):
        """JSON that is 100,000 levels deep"""
        self.survives("deep JSON", {"Content-Type": "application/json"}, b'{"a":' * 100_000)

    def step_deep_form(self):
        """a form with a name of 100,000 dots"""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.survives("a deep name", headers, "a." * 100_000 + "a=1")

    def step_deep_multipart(self):
        """a multipart form with such a name"""
        name = "a." * 30_000
        body = f'--x\r\nContent-Disposition: form-data; name="{name}a"\r\n\r\n1\r\n--x--\r\n'
        self.survives("a deep name", {"Content-Type": "multipart/form-data; boundary=x"}, body)


class Expiry(Journey):
    """On a server whose tokens live for a second and which counts logins."""

    def step_expiry(self):
        """an expired token is 401 10010, and its pair still gets the next one; too many logins are 10038"""
        me = Person(self.http, email="late@example.com")
        me.post("/api/accounts/register/", {"email": me.email, "password": PASSWORD, "nickname": "n"}, REGISTERED)
        token = re.search(r"token=([0-9a-f]+)", self.server.mail(me.email)["text"]).group(1)
        me.post("/api/accounts/activate/", {"token": token}, None, status=204)
        login = {"email": me.email, "password": PASSWORD}
        pair = me.post("/api/token/get/", login, PAIR, status=200)
        me.token = pair["token"]
        time.sleep(1.1)
        me.fails(10010, "GET", "/api/accounts/user/")
        me.token = me.post("/api/token/refresh/", pair, PAIR, status=200)["token"]
        me.get("/api/accounts/user/", OWN_USER)
        me.token = None
        for _ in range(10):
            if me.send("POST", "/api/token/get/", login).status_code == 429:
                break
        me.fails(10038, "POST", "/api/token/get/", login)


def walk(program, name, database_url):
    """All journeys on one kind of database."""
    passed = True
    with Server(program, database_url=database_url) as server:
        for encoding, slash in (("form", True), ("json", False), ("multipart", True)):
            passed &= Campaign(server, f"{name} {encoding}", encoding, slash).run()
        passed &= Wire(server, f"{name} wire").run()
        server.run("verify")
    return passed


def main():
    program = binary(sys.argv[1:])
    began, passed = time.monotonic(), True
    try:
        passed &= walk(program, "sqlite", "")
        with postgres() as database_url:
            if database_url:
                passed &= walk(program, "postgres", database_url)
        settings = ("crowdfunding.token_seconds=1", "limits.login_per_minute=4")
        with Server(program, *settings, limits=True) as server:
            passed &= Expiry(server, "sqlite expiry").run()
        with Server(program) as server:
            passed &= Hostile(server, "sqlite hostile").run()
    except ServerError as error:
        print(f"FAIL {error}")
        passed = False
    print(f"{'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
