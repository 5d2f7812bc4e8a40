//! Bills.

use std::io::Read as _;

use encoding_rs::GBK;
use flate2::read::{DeflateDecoder, GzDecoder};
use miaohui_kernel::{HOUR_MS, SECOND_MS};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};

use crate::merchant::Merchant;

const TRADE: &str = "/v3/bill/tradebill?bill_date=2023-11-15&bill_type=ALL";
const FLOW: &str = "/v3/bill/fundflowbill?bill_date=2023-11-15";
const ALIPAY: &str = "alipay.data.dataservice.bill.downloadurl.query";

/// From the start to 09:00 of the next day.
const TO_NINE_MS: i64 = 26 * HOUR_MS + 46 * 60 * SECOND_MS + 40 * SECOND_MS;

async fn download(merchant: &Merchant, bill: &str) -> String {
    let (status, made) = merchant.wechat("GET", bill, Value::Null).await;
    assert_eq!(status, 200, "{made}");
    let url = made["download_url"].as_str().unwrap();
    let path = url.strip_prefix(&merchant.providers).unwrap();
    assert_eq!(merchant.http.get(url).send().await.unwrap().status(), 401, "a download is signed");
    let file = merchant.send_wechat("GET", path, &Value::Null).await.unwrap();
    assert!(!file.headers().contains_key("wechatpay-signature"));
    let mut bytes = file.bytes().await.unwrap().to_vec();
    if bill.ends_with("GZIP") {
        let mut text = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
        bytes = text;
    }
    let hash = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &bytes));
    assert_eq!((&made["hash_type"], &made["hash_value"]), (&json!("SHA1"), &json!(hash)));
    String::from_utf8(bytes).unwrap()
}

/// The values of the lines, and of the summary.
fn values(bill: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let row = |line: &str| line.split(',').map(|value| value.strip_prefix('`').unwrap().to_owned()).collect();
    let lines: Vec<&str> = bill.strip_prefix('\u{feff}').unwrap().lines().collect();
    let (summary, rows) = (lines[lines.len() - 1], &lines[1..lines.len() - 2]);
    (rows.iter().map(|line| row(line)).collect(), row(summary))
}

#[tokio::test]
async fn wechat_pay_makes_bills_at_ten_of_the_next_day() {
    let mut merchant = Merchant::start().await;
    let code = async |merchant: &Merchant, path: &str| merchant.wechat_code("GET", path, Value::Null).await;
    assert_eq!(code(&merchant, TRADE).await, (400, "INVALID_REQUEST".into()));
    merchant.clock.advance(TO_NINE_MS);
    assert_eq!(code(&merchant, TRADE).await, (400, "STATEMENT_CREATING".into()));
    merchant.clock.advance(HOUR_MS);
    assert_eq!(code(&merchant, TRADE).await, (400, "NO_STATEMENT_EXIST".into()));
    assert_eq!(code(&merchant, FLOW).await, (400, "NO_STATEMENT_EXIST".into()));
    let bad = "/v3/bill/tradebill?bill_date=20231115";
    assert_eq!(code(&merchant, bad).await, (400, "PARAM_ERROR".into()));

    merchant.pay_wechat("order_1").await;
    merchant.clock.advance(24 * HOUR_MS);
    let next = "/v3/bill/tradebill?bill_date=2023-11-16";
    let (_, made) = merchant.wechat("GET", next, Value::Null).await;
    merchant.clock.advance(5 * 60 * SECOND_MS);
    let url = made["download_url"].as_str().unwrap();
    let path = url.strip_prefix(&merchant.providers).unwrap();
    assert_eq!(code(&merchant, path).await, (400, "INVALID_REQUEST".into()), "the address is over");
}

#[tokio::test]
async fn wechat_pays_bills_have_lines_fees_and_sums() {
    let mut merchant = Merchant::start().await;
    merchant.pay_wechat("order_1").await;
    merchant.pay_wechat("order_2").await;
    let order = merchant.order("order_3");
    merchant.wechat("POST", "/v3/pay/transactions/native", order).await;
    merchant.clock.advance(SECOND_MS);
    let refund = merchant.refund("order_1", "refund_1", 234);
    merchant.wechat("POST", "/v3/refund/domestic/refunds", refund).await;
    merchant.clock.advance(TO_NINE_MS + HOUR_MS);

    let (rows, summary) = values(&download(&merchant, &format!("{TRADE}&tar_type=GZIP")).await);
    assert_eq!(rows.len(), 3);
    let payment = &rows[0];
    assert_eq!(payment.len(), 27);
    let some = |row: &[String], places: [usize; 6]| places.map(|place| row[place].clone());
    let places = [0, 6, 9, 12, 22, 24];
    assert_eq!(
        some(payment, places),
        ["2023-11-15 06:13:20", "order_1", "SUCCESS", "12.34", "0.07000", "12.34"]
    );
    let refund = &rows[2];
    assert_eq!(
        some(refund, places),
        ["2023-11-15 06:13:21", "order_1", "REFUND", "0.00", "-0.01000", "0.00"]
    );
    assert_eq!(
        some(refund, [15, 16, 18, 19, 23, 25]),
        ["refund_1", "2.34", "ORIGINAL", "PROCESSING", "0.60%", "2.34"]
    );
    assert_eq!(summary, ["3", "24.68", "2.34", "0.00", "0.13000", "24.68", "2.34"]);

    let (rows, summary) = values(&download(&merchant, FLOW).await);
    let kinds: Vec<[&str; 3]> = rows.iter().map(|row| [row[4].as_str(), &row[6], &row[7]]).collect();
    let expected = [
        ["交易", "12.34", "12.34"],
        ["扣除交易手续费", "0.07", "12.27"],
        ["交易", "12.34", "24.61"],
        ["扣除交易手续费", "0.07", "24.54"],
        ["退款", "2.33", "22.21"],
    ];
    assert_eq!(kinds, expected);
    assert_eq!(rows[4][9], "退款总金额2.34元;含手续费0.01元");
    assert_eq!(summary, ["5", "2", "24.68", "3", "2.47"]);
}

#[tokio::test]
async fn differences_are_planted_into_a_day() {
    let mut merchant = Merchant::start().await;
    for reference in ["order_1", "order_2", "order_3"] {
        merchant.pay_wechat(reference).await;
    }
    let differences = json!({
        "side": "wechat", "day": "2023-11-15", "drop": ["order_1"], "fen": { "order_2": 1000 },
        "state": { "order_3": "REVOKED" }, "add": [{ "reference": "foreign", "fen": 5 }],
    });
    merchant.control("bill", differences).await;
    merchant.clock.advance(TO_NINE_MS + HOUR_MS);
    let (rows, _) = values(&download(&merchant, TRADE).await);
    let mut seen: Vec<[String; 3]> =
        rows.iter().map(|row| [row[6].clone(), row[9].clone(), row[24].clone()]).collect();
    seen.sort();
    assert_eq!(
        seen,
        [["foreign", "SUCCESS", "0.05"], ["order_2", "SUCCESS", "10.00"], ["order_3", "REVOKED", "12.34"]]
    );
}

/// The names and texts of the files in an archive.
fn unzip(archive: &[u8]) -> Vec<(String, String)> {
    let gbk = |bytes: &[u8]| GBK.decode(bytes).0.into_owned();
    let mut files = Vec::new();
    let mut rest = archive;
    while rest.starts_with(b"PK\x03\x04") {
        let number = |at: usize| u16::from_le_bytes([rest[at], rest[at + 1]]) as usize;
        assert_eq!(number(6), 0, "no flags");
        let (packed, name) = (number(18) + (number(20) << 16), number(26));
        let (name, content) = rest[30..].split_at(name);
        let mut text = Vec::new();
        DeflateDecoder::new(&content[..packed]).read_to_end(&mut text).unwrap();
        files.push((gbk(name), gbk(&text)));
        rest = &content[packed..];
    }
    assert!(rest.starts_with(b"PK\x01\x02"));
    files
}

#[tokio::test]
async fn alipays_bills_are_archives_of_gbk_files() {
    let mut merchant = Merchant::start().await;
    let query = |kind: &str| json!({ "bill_type": kind, "bill_date": "2023-11-15" });
    let refused = merchant.alipay(ALIPAY, query("trade")).await;
    assert_eq!(refused["sub_code"], "isv.invalid_arguments", "the day is not over");
    merchant.pay_alipay("order_1").await;
    let refund = json!({ "out_trade_no": "order_1", "out_request_no": "refund_1", "refund_amount": "2.34" });
    merchant.alipay("alipay.trade.refund", refund).await;
    merchant.notice().await;
    merchant.clock.advance(TO_NINE_MS - SECOND_MS);
    let refused = merchant.alipay(ALIPAY, query("trade")).await;
    assert_eq!(refused["sub_code"], "isp.bill_not_exist");
    merchant.clock.advance(SECOND_MS);

    let made = merchant.alipay(ALIPAY, query("trade")).await;
    let url = made["bill_download_url"].as_str().unwrap();
    let archive = merchant.http.get(url).send().await.unwrap().bytes().await.unwrap();
    let files = unzip(&archive);
    assert_eq!(files[0].0, "20880000000000010156_20231115_业务明细.csv");
    assert_eq!(files[1].0, "20880000000000010156_20231115_业务明细(汇总).csv");
    let rows: Vec<Vec<&str>> = files[0]
        .1
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(',').collect())
        .collect();
    let columns: Vec<usize> = rows.iter().map(Vec::len).collect();
    assert_eq!(columns, [25, 25, 25]);
    let some = |row: &[&str]| [1, 2, 11, 21, 22].map(|place: usize| row[place].trim().to_owned());
    assert_eq!(some(&rows[1]), ["order_1", "交易", "12.34", "", "-0.07"]);
    assert_eq!(some(&rows[2]), ["order_1", "退款", "-2.34", "refund_1", "0.01"]);
    assert!(files[0].1.contains("#交易合计：1笔，商家实收共12.34元"));
    assert!(files[1].1.contains("合计\t,\t,1,1,10.00,10.00,0.00,0.00,0.00,-0.06,0.00,9.94"));
    merchant.clock.advance(30 * SECOND_MS);
    assert_eq!(merchant.http.get(url).send().await.unwrap().status(), 403, "the address is over");

    let made = merchant.alipay(ALIPAY, query("signcustomer")).await;
    let url = made["bill_download_url"].as_str().unwrap();
    let files = unzip(&merchant.http.get(url).send().await.unwrap().bytes().await.unwrap());
    assert!(files[0].0.ends_with("_账务明细.csv"));
    let kinds: Vec<[&str; 4]> = files[0]
        .1
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|row| [row[10], row[6], row[7], row[8]])
        .collect();
    let expected = [
        ["在线支付", "12.34", "0.00", "12.34"],
        ["收费", "0.00", "-0.07", "12.27"],
        ["交易退款", "0.00", "-2.34", "9.93"],
        ["退费", "0.01", "0.00", "9.94"],
    ];
    assert_eq!(kinds, expected);
}
