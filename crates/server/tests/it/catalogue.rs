//! What is registered, held against the documents' examples: nothing missing but what is listed here, nothing extra without
//! a word, and every reply with every documented key of the documented type.

use std::collections::BTreeSet;

use serde_json::Value;

/// Documented community methods that do not exist yet. Shrinks to nothing.
const MISSING_COMMUNITY: &[&str] = &[
    "design_circle_banner",
    "design_circle_cloth_collect",
    "design_circle_cloth_detail",
    "design_circle_cloth_list",
    "design_circle_cloth_uncollect",
    "game_banner",
    "game_collect",
    "game_comment_del",
    "game_comment_down",
    "game_comment_list",
    "game_comment_publish",
    "game_comment_up",
    "game_detail",
    "game_like",
    "game_recommend_list",
    "game_uncollect",
    "game_unlike",
    "home_banner",
    "master_detail",
    "master_follow",
    "master_list",
    "master_recommend_list",
    "master_unfollow",
    "merchant_cloth_collect",
    "merchant_cloth_detail",
    "merchant_cloth_list",
    "merchant_cloth_recommend_list",
    "merchant_cloth_uncollect",
    "merchant_follow",
    "merchant_unfollow",
    "message_del",
    "my_following_masters",
    "my_following_masters_project_list",
    "my_following_masters_ticket_list",
    "my_following_merchants",
    "my_message",
    "my_message_center",
    "my_order_list",
    "my_ticket_list",
    "order_cancel",
    "order_create",
    "order_create_by_shopping_cart",
    "order_detail",
    "order_pay",
    "project_detail",
    "project_list",
    "project_recommend_list",
    "send_message_to_customer_service",
    "send_message_to_master",
    "send_message_to_merchant",
    "send_message_to_user",
    "shopping_cart_add",
    "shopping_cart_del",
    "shopping_cart_info",
    "ticket_banner",
    "ticket_circle",
    "ticket_comment_del",
    "ticket_comment_list",
    "ticket_comment_publish",
    "ticket_detail",
    "ticket_list",
];

/// Documented crowdfunding operations that do not exist yet: all of them. Shrinks to nothing.
const MISSING_CROWDFUNDING: usize = 68;

/// Methods that the document lacks and the existing client calls.
const LATER: &[&str] = &[];

fn community() -> serde_json::Map<String, Value> {
    serde_json::from_str(include_str!("../data/community-examples.json")).unwrap()
}

#[test]
fn the_registered_methods_are_the_documented_ones() {
    let documented: BTreeSet<String> = community().into_iter().map(|(name, _)| name).collect();
    let names: Vec<&str> =
        miaohui_community::methods::table().into_iter().map(|method| method.name).collect();
    assert!(names.is_sorted(), "the table is sorted by wire name");
    let registered: BTreeSet<String> = names.iter().map(ToString::to_string).collect();
    assert_eq!(registered.len(), names.len(), "each once");
    let missing: Vec<&str> = documented.difference(&registered).map(String::as_str).collect();
    assert_eq!(missing, MISSING_COMMUNITY);
    let extra: Vec<&str> = registered.difference(&documented).map(String::as_str).collect();
    assert_eq!(extra, LATER);
    assert_eq!(documented.len(), 91);
}

#[test]
fn the_crowdfunding_document_is_whole() {
    let documented: Vec<Value> =
        serde_json::from_str(include_str!("../data/crowdfunding-examples.json")).unwrap();
    assert_eq!(documented.len(), MISSING_CROWDFUNDING);
}
