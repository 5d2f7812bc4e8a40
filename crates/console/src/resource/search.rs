//! The search of a list: any part of the searched fields, or `#` and a key.

use miaohui_admin::{Cell, Resource, Searching};
use miaohui_kernel::{beginnings, containing, fold};

use super::clause::{Conditions, own_index};
use super::list_query::{ListQuery, MOST_COUNTED};

/// The last character, so that a range ends behind everything that begins with a text.
const LAST: char = '\u{10FFFF}';

/// The most characters of a gram.
const LONGEST_GRAM: usize = 3;

/// Adds the search of a query to its conditions.
pub fn add(conditions: &mut Conditions, resource: &Resource, query: &ListQuery) {
    let is_exact = !resource.fields.iter().any(|field| field.in_search);
    let typed = query.search.as_str();
    if let Some(key) = typed.strip_prefix('#').or(is_exact.then_some(typed)) {
        let key = if resource.text_key {
            Some(Cell::Text(key.to_owned()))
        } else {
            key.trim().parse().ok().map(Cell::Int)
        };
        match key {
            Some(key) => {
                let bind = conditions.bind(key);
                conditions.and(&format!("t.{} = {bind}", resource.key));
            }
            None => conditions.and("1 = 0"),
        }
        return;
    }
    let (forms, most) = (forms(typed), query.most_found.unwrap_or(MOST_COUNTED) + 1);
    if resource.searching == Searching::Table {
        return read_table(conditions, resource, &forms);
    }
    let key = resource.key;
    let mut any = Vec::new();
    for form in &forms {
        for field in resource.fields.iter().filter(|field| field.in_search) {
            if query.hidden.contains(&field.column) {
                let whole = conditions.bind(Cell::Text(form.clone()));
                any.push(format!(
                    "SELECT s.{key} FROM {} s WHERE s.{} = {whole}{}",
                    resource.table,
                    field.column,
                    own_index(resource, "s")
                ));
                continue;
            }
            // The beginning of a text is a range, which an index serves.
            let from = conditions.bind(Cell::Text(form.clone()));
            let to = conditions.bind(Cell::Text(format!("{form}{LAST}")));
            let index = match field.search_index {
                "" => own_index(resource, "s"),
                index => format!(" AND {index}"),
            };
            any.push(format!(
                "SELECT found.{key} FROM (SELECT s.{key} FROM {0} s WHERE s.{1} >= {from} AND s.{1} < {to}{index} ORDER BY s.{1} LIMIT {most}) found",
                resource.table,
                field.column,
            ));
        }
        match resource.searching {
            Searching::Pieces { table } => any.extend(in_pieces(conditions, table, form, most)),
            Searching::Grams { table, id, folded } => {
                let gram = conditions.bind(Cell::Text(fold(form).chars().take(LONGEST_GRAM).collect()));
                let pattern = conditions.bind(Cell::Text(containing(&fold(form))));
                any.push(format!(
                    "SELECT found.{key} FROM (SELECT s.{key} FROM {table} g JOIN {0} s ON s.{key} = g.{id}
                     WHERE g.gram = {gram} AND s.{folded} LIKE {pattern} ESCAPE '\\' LIMIT {most}) found",
                    resource.table,
                ));
            }
            Searching::Beginnings | Searching::Table => {}
        }
    }
    let found = format!("t.{key} IN ({})", any.join(" UNION ALL "));
    conditions.and(if any.is_empty() { "1 = 0" } else { &found });
}

/// Reads a small table: any field contains any form.
fn read_table(conditions: &mut Conditions, resource: &Resource, forms: &[String]) {
    let mut any = Vec::new();
    for form in forms {
        let bind = conditions.bind(Cell::Text(containing(&fold(form))));
        for field in resource.fields.iter().filter(|field| field.in_search) {
            any.push(format!("LOWER(t.{}) LIKE {bind} ESCAPE '\\'", field.column));
        }
    }
    conditions.and(&any.join(" OR "));
}

/// Selects the ids of the rows of which a text contains a form.
///
/// A form that is longer than a piece has its beginning and its end among the pieces as they are. One of
/// them may be in every row, such as the end of a mail address: of the newest rows with either, those with
/// both are found.
fn in_pieces(conditions: &mut Conditions, table: &str, form: &str, most: i64) -> Vec<String> {
    match beginnings(form).as_slice() {
        [] => Vec::new(),
        [part] => {
            let from = conditions.bind(Cell::Text(part.clone()));
            let to = conditions.bind(Cell::Text(format!("{part}{LAST}")));
            let pieces = format!("p.piece >= {from} AND p.piece < {to} ORDER BY p.piece");
            vec![format!(
                "SELECT found.id FROM (SELECT p.id FROM {table} p WHERE {pieces} LIMIT {most}) found"
            )]
        }
        parts => {
            let parts: Vec<String> =
                parts.iter().map(|part| conditions.bind(Cell::Text(part.clone()))).collect();
            let with = |one: &String, other: &String| {
                format!(
                    "SELECT found.id FROM (SELECT p.id FROM {table} p WHERE p.piece = {one} ORDER BY p.id DESC LIMIT {most}) found
                     WHERE EXISTS (SELECT 1 FROM {table} p WHERE p.piece = {other} AND p.id = found.id)"
                )
            };
            let reversed = parts.iter().rev();
            parts.iter().zip(reversed).map(|(one, other)| with(one, other)).collect()
        }
    }
}

/// The texts that may be stored for what was typed: as it is, and for a number without spaces and
/// dashes, with and without China's country code.
pub fn forms(typed: &str) -> Vec<String> {
    let mut forms = vec![typed.to_owned()];
    let is_space = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')');
    let compact: String = typed.chars().filter(|c| !is_space(*c)).collect();
    let digits = compact.strip_prefix('+').unwrap_or(&compact);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        let is_mainland = |number: &&str| number.len() == 11 && number.starts_with('1');
        let local = digits.strip_prefix("0086").or(digits.strip_prefix("86")).filter(is_mainland);
        let number = local.unwrap_or(digits);
        forms.push(number.to_owned());
        if compact.starts_with('+') && local.is_none() {
            forms.push(compact.clone());
        } else if is_mainland(&number) {
            forms.push(format!("+86{number}"));
        }
    }
    let mut distinct = Vec::new();
    for form in forms {
        if !form.is_empty() && !distinct.contains(&form) {
            distinct.push(form);
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_is_the_same_with_spaces_and_country_code() {
        for typed in
            ["13912345678", "139 1234 5678", "+86 139-1234-5678", "8613912345678", "0086 13912345678"]
        {
            let forms = forms(typed);
            assert!(forms.contains(&"13912345678".to_owned()), "{typed}: {forms:?}");
            assert!(forms.contains(&"+8613912345678".to_owned()), "{typed}: {forms:?}");
        }
        assert_eq!(forms("5678"), ["5678"]);
        assert_eq!(forms("小 庙"), ["小 庙"]);
        assert_eq!(forms("+1 650 555 0100"), ["+1 650 555 0100", "16505550100", "+16505550100"]);
    }
}
