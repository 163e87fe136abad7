"""Every word of the pages stands in the language files, in both languages."""

import json
import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[1] / "Pages"
MODULES = Path(__file__).resolve().parents[2] / "Modules"
LANGUAGES = ("zh-CN", "en")


def texts(language):
    known = json.loads((PAGES / f"texts/{language}.json").read_text())
    for module in MODULES.glob(f"*/Texts/{language}.json"):
        known |= {key: text for key, text in json.loads(module.read_text()).items() if key.startswith("page.")}
    return known


def sources():
    files = [path for path in PAGES.rglob("*.js") if "libraries" not in path.parts] + list(MODULES.glob("*/Web/**/*.js"))
    assert len(files) > 40
    return {path.relative_to(PAGES.parents[1]): path.read_text() for path in files}


def without_comments(source):
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", source, flags=re.S)


def test_both_languages_have_the_same_keys_and_places():
    chinese, english = (texts(language) for language in LANGUAGES)
    assert set(chinese) == set(english)
    places = lambda text: sorted(set(re.findall(r"\{(\w+)\}", text)))
    differing = [key for key in chinese if places(chinese[key]) != places(english[key])]
    assert not differing


def test_every_key_that_is_asked_for_is_there():
    known = set(texts("zh-CN"))
    missing = []
    for path, source in sources().items():
        source = without_comments(source)
        for key in re.findall(r"\bt\(\s*'([\w.-]+)'", source):
            if key not in known and f"{key}.other" not in known:
                missing.append(f"{path}: {key}")
        # Keys with a changing end: something must begin like that.
        for start in re.findall(r"\bt\(\s*`([\w.-]+)\$\{", source):
            if not any(key.startswith(start) for key in known):
                missing.append(f"{path}: {start}…")
    assert not missing


def test_no_key_is_left_over():
    asked = "\n".join(without_comments(source) for source in sources().values())
    starts = re.findall(r"`([\w.-]+)\$\{", asked)
    unused = []
    for key in texts("zh-CN"):
        name = re.sub(r"\.(one|other)$", "", key)
        if f"'{name}'" not in asked and f'"{name}"' not in asked and f"`{name}`" not in asked and not any(name.startswith(start) for start in starts):
            unused.append(key)
    assert not unused


def test_no_words_are_written_into_the_pages():
    """Chinese anywhere in code, or English between tags, is a text that nobody can translate."""
    found = []
    for path, source in sources().items():
        # Words by which icons are looked for are read, not said.
        if path.name == "iconNames.js":
            continue
        code = without_comments(source)
        for line in code.splitlines():
            if re.search(r"[\u4e00-\u9fff]", line) and not re.search(ALLOWED, line):
                found.append(f"{path}: {line.strip()[:100]}")
            for words in re.findall(r">\s*([A-Z][a-z]+(?: [a-z]+)+)\s*<", line):
                found.append(f"{path}: {words}")
    assert not found


# What is read from people or from data, and not said to them: what they type for a day or a number, units of places, the mark of the product.
ALLOWED = r"readDay|match\(|/\^|\.exec\(|words = \{|short = |'万亿'|>关<|'中国'|'中文'|\[万亿\]|replace\(/|'万'"
