//! What is wrong with a parameter, in the language of the API.

use crate::{Code, Error};

/// The refusal of the parameter at a path, `.` for all of them, with a problem in serde's words.
pub(crate) fn wrong_parameter(path: &str, problem: &str) -> Error {
    let missing = problem.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match (path, missing) {
        (".", Some(name)) => Error::missing(name),
        (path, Some(name)) => Error::missing(&format!("{path}.{name}")),
        (".", None) => Error::refused(
            Code::BadParameter,
            format!("{}: {}", Code::BadParameter.text(), in_chinese(problem)),
        ),
        (path, None) => Error::parameter(path, &in_chinese(problem)),
    }
}

/// The parameter types say in Chinese what they refuse and expect. The rest is serde's own.
fn in_chinese(problem: &str) -> String {
    if let Some((_, expected)) = problem.rsplit_once(", expected ") {
        return format!("应为{}", expected_in_chinese(expected));
    }
    if is_chinese(problem) { problem.to_owned() } else { "格式不正确".to_owned() }
}

fn expected_in_chinese(expected: &str) -> &str {
    match expected {
        chinese if is_chinese(chinese) => chinese,
        "a string" => "文本",
        "a boolean" => " true 或 false",
        "a sequence" => "列表",
        "f32" | "f64" => "数字",
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "整数",
        _ => "其他类型",
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::*;
    use crate::params::{Id, Ids, Text};

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is only decoded")]
    struct Params {
        id: Id<i64>,
        ids: Option<Ids<i64>>,
        text: Option<Text<1, 3>>,
        flag: Option<bool>,
        names: Option<Vec<String>>,
        count: Option<u32>,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is only decoded")]
    struct Inner {
        name: String,
    }

    fn text(params: Value) -> String {
        let error = serde_path_to_error::deserialize::<_, Params>(params).unwrap_err();
        match wrong_parameter(&error.path().to_string(), &error.inner().to_string()) {
            Error::Refused { text, .. } => text.into_owned(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn every_problem_is_named_in_chinese() {
        let cases = [
            (json!({}), "参数错误: id: 缺少该参数"),
            (json!({ "id": {} }), "参数错误: id: 应为非负整数（可写成文本）"),
            (json!({ "id": -1 }), "参数错误: id: 应为非负整数（可写成文本）"),
            (json!({ "id": 1, "ids": [] }), "参数错误: ids: 至少一个编号"),
            (json!({ "id": 1, "ids": ["x"] }), "参数错误: ids[0]: 应为非负整数（可写成文本）"),
            (json!({ "id": 1, "ids": true }), "参数错误: ids: 应为编号列表"),
            (json!({ "id": 1, "text": "庙会庙会" }), "参数错误: text: 应为 1 到 3 个字符"),
            (json!({ "id": 1, "text": 5 }), "参数错误: text: 应为文本"),
            (json!({ "id": 1, "flag": "x, expected y" }), "参数错误: flag: 应为 true 或 false"),
            (json!({ "id": 1, "names": "x" }), "参数错误: names: 应为列表"),
            (json!({ "id": 1, "names": [1] }), "参数错误: names[0]: 应为文本"),
            (json!({ "id": 1, "count": -1 }), "参数错误: count: 应为整数"),
            (json!({ "id": 1, "inner": {} }), "参数错误: inner.name: 缺少该参数"),
            (json!({ "id": 1, "inner": 5 }), "参数错误: inner: 应为其他类型"),
            (json!([]), "参数错误: 应为其他类型"),
        ];
        for (params, expected) in cases {
            assert_eq!(text(params.clone()), expected, "{params}");
        }
        assert_eq!(in_chinese("something new"), "格式不正确");
    }
}
