//! Checks of the texts: no repetition, valid indexes, no real contact data.

use std::collections::HashSet;

use super::*;

#[test]
fn articles_do_not_repeat() {
    let count = 3_000;
    let texts: HashSet<String> = (0..count).map(|n| article(n).0).collect();
    assert_eq!(texts.len(), count);
}

#[test]
fn every_written_article_is_used() {
    let texts: HashSet<String> = (0..ARTICLES.len() + LONG_ARTICLES.len()).map(|n| article(n).0).collect();
    for article in ARTICLES.iter().chain(&LONG_ARTICLES) {
        assert!(texts.contains(article.text), "{}", article.text);
        assert!(article.text.chars().count() <= 5_000);
    }
    for article in &LONG_ARTICLES {
        assert!(article.text.chars().count() >= 300, "{}", article.text.chars().count());
    }
}

#[test]
fn names_are_distinct() {
    fn distinct<'a>(what: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for name in names {
            assert!(seen.insert(name), "{what}: {name}");
        }
    }
    distinct("nicknames", NICKNAMES.into_iter());
    distinct("introductions", INTROS.into_iter());
    distinct("comments", COMMENTS.into_iter());
    distinct("replies", REPLIES.into_iter());
    distinct("ticket comments", TICKET_COMMENTS.into_iter());
    distinct("game comments", GAME_COMMENTS.into_iter());
    distinct("masters", MASTERS.iter().map(|master| master.name));
    distinct("merchants", MERCHANTS.iter().map(|merchant| merchant.name));
    distinct("mail addresses", MERCHANTS.iter().map(|merchant| merchant.email));
    distinct("clothes", CLOTHES.iter().map(|cloth| cloth.name));
    distinct("design clothes", DESIGN_CLOTHES.iter().map(|cloth| cloth.name));
    distinct("games", GAMES.iter().map(|game| game.name));
    distinct("food projects", FOOD_PROJECTS.iter().map(|project| project.name));
    distinct("projects", CRAFTS.iter().flat_map(|craft| &craft.projects).map(|project| project.name));
    distinct("articles", ARTICLES.iter().map(|article| article.text));
    distinct("topics", TOPICS.iter().map(|topic| topic.0));
    distinct("feedbacks", FEEDBACKS.into_iter());
    distinct("funders", FUNDER_NICKNAMES.into_iter());
}

#[test]
fn ten_projects_of_a_craft_have_ten_names() {
    for craft in &CRAFTS {
        let names: HashSet<String> = (0..10).map(|n| project_name(craft, n)).collect();
        assert_eq!(names.len(), 10, "{}", craft.name);
    }
    assert_eq!(ticket_name("剪纸", 3), "剪纸·亲子票（一大一小）");
}

#[test]
fn indexes_are_valid() {
    for master in &MASTERS {
        assert!(master.craft < CRAFTS.len());
        let parts: Vec<u32> = master.birthday.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(parts.len() == 3 && parts[1] <= 12 && parts[2] <= 31, "{}", master.birthday);
    }
    for cloth in CLOTHES.iter().chain(&DESIGN_CLOTHES) {
        assert!(DYNASTIES.get(usize::try_from(cloth.dynasty).unwrap()).is_some(), "{}", cloth.name);
        assert!(cloth_intro(cloth.dynasty, 3).iter().all(|paragraph| !paragraph.is_empty()));
    }
    for (cuisine, name) in CUISINES.iter().enumerate() {
        assert!(FOOD_PROJECTS.iter().any(|project| project.cuisine == cuisine), "{name}");
    }
    assert!(FUNDING_ANSWERS.iter().all(|answer| *answer < FUNDING_REPLIES.len()));
    assert!(TOPIC_ANSWERS.iter().all(|answer| *answer < TOPIC_COMMENTS.len()));
    for n in 0..FOOD_PROJECTS.len() {
        assert!(story(n).chars().count() > 110, "{}", story(n));
    }
}

#[test]
fn telephone_numbers_and_addresses_do_not_exist() {
    for merchant in &MERCHANTS {
        assert!(merchant.phone.starts_with("010-5550"), "{}", merchant.phone);
        assert!(merchant.email.ends_with("@miaohui.example"), "{}", merchant.email);
    }
    assert!(BANNERS.iter().all(|banner| banner.url.starts_with("https://miaohui.example/")));
}

#[test]
fn chinese_texts_use_chinese_punctuation() {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let texts = ARTICLES
        .iter()
        .chain(&LONG_ARTICLES)
        .map(|article| article.text)
        .chain(COMMENTS)
        .chain(REPLIES)
        .chain(INTROS)
        .chain(FEEDBACKS)
        .chain(FOOD_PROJECTS.iter().map(|project| project.summary))
        .chain(GAMES.iter().flat_map(|game| game.intro.iter().copied()));
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        for pair in letters.windows(2) {
            assert!(!(han(pair[0]) && ",;:!?()".contains(pair[1])), "{}{} in {text}", pair[0], pair[1]);
        }
    }
}
