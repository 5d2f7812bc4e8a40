"""The Markdown of the repository: links, headings, and the chapters of the two books.

Paths are relative to the root of the repository. The anchor of a heading is the one that GitHub and mdBook make.
"""

import os
import pathlib
import posixpath
import re
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
LANGUAGES = ("en", "zh-CN")
SUMMARIES = {"en": "docs/book/SUMMARY.md", "zh-CN": "docs/book/SUMMARY.zh-CN.md"}

_FENCED = re.compile(r"^( *)(```+|~~~+).*?^ *\2[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(`+)(?!`)(.*?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_CHAPTER = re.compile(r"^\s*(?:- )?\[(.+?)\]\((.+?)\)\s*$", re.MULTILINE)


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def _without(pattern, text):
    """The text with blanks in place of what matches, so that offsets stay."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def outside_fences(change, text):
    """The text with its parts outside of code blocks changed."""
    done, end = [], 0
    for fence in _FENCED.finditer(text):
        done += change(text[end : fence.start()]), fence[0]
        end = fence.end()
    return "".join(done) + change(text[end:])


def _links(text):
    return _LINK.finditer(_without(_SPAN, _without(_FENCED, text)))


def links(text):
    """The target of each link and image outside of code."""
    return [found[1] for found in _links(text)]


def with_links(text, change):
    """The text with other targets."""
    for found in reversed(list(_links(text))):
        text = text[: found.start(1)] + change(found[1]) + text[found.end(1) :]
    return text


def local(page, target):
    """(path, anchor) of a target in the repository, or None for another host."""
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return None
    path, _, anchor = target.partition("#")
    path = urllib.parse.unquote(path)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return path, urllib.parse.unquote(anchor)


def headings(text):
    """(level, anchor) of each heading, in order."""
    taken = {}
    for found in _HEADING.finditer(_without(_FENCED, text)):
        title = re.sub(r"\[(.+?)\]\(.+?\)", r"\1", found[2])
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        number = taken[anchor] = taken.get(anchor, -1) + 1
        yield len(found[1]), f"{anchor}-{number}" if number else anchor


def spans(text):
    """The code spans of a text outside of code blocks, with "…" for placeholders such as TARGET and 目标."""
    text = re.sub(r"\s*\n\s*", " ", _without(_FENCED, text))
    return [re.sub(r"\b[A-Z]{2,}\b|[\u4e00-\u9fff]+", "…", span[2]) for span in _SPAN.finditer(text)]


def rows(text):
    """The code spans of each row of a table, sorted."""
    lines = _without(_FENCED, text).splitlines()
    return [sorted(spans(line)) for line in lines if line.lstrip().startswith("|")]


def blocks(text):
    """The first line of each code block, which names its language, and the number of its lines."""
    return [(fence[0].split("\n")[0].strip(), fence[0].count("\n")) for fence in _FENCED.finditer(text)]


def chapters(language):
    """(title, path) of each chapter of a book, in the order of its summary."""
    summary = SUMMARIES[language]
    return [(title, local(summary, target)[0]) for title, target in _CHAPTER.findall(read(summary))]


def translation(path):
    """The path of a page in the other language, whether it exists or not."""
    if path.endswith(".zh-CN.md"):
        return path.removesuffix(".zh-CN.md") + ".md"
    return path.removesuffix(".md") + ".zh-CN.md"
