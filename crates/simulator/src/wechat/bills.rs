//! 申请交易账单 (`docs/merchant/apis/jsapi-payment/get-trade-bill`), 申请资金账单 (`…/get-fund-flow-bill`) and
//! 下载账单.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use miaohui_kernel::{DAY_MS, MINUTE_MS};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::json;

use crate::bill::{MADE_AFTER_MS, flows, lines};
use crate::records::{BillFile, Records};
use crate::side::Side;
use crate::simulator::Simulator;
use crate::time::Day;
use crate::wechat::answer::Answer;
use crate::wechat::bill_file;

/// How long `download_url` can be used (same document).
const URL_MS: i64 = 5 * MINUTE_MS;
/// 仅支持三个月内的账单下载申请.
const OLDEST_MS: i64 = 92 * DAY_MS;

/// Makes a bill and answers its address and its hash. `kind` is `tradebill` or `fundflowbill`.
///
/// 微信支付在每日10点后生成昨日账单: before, the code is `STATEMENT_CREATING`; a day on which nothing
/// happened has `NO_STATEMENT_EXIST`. `hash_value` is the SHA-1 of the file before compression.
/// Of the trade bills, only `ALL` is simulated.
pub fn create(simulator: &Simulator, records: &mut Records, kind: &str, query: &str, host: &str) -> Answer {
    let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let get =
        |name: &str| parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let is_gzip = get("tar_type") == "GZIP";
    let has_type = matches!(get("bill_type"), "" | "ALL");
    let (Some(day), true) =
        (Day::read(get("bill_date")), has_type && (is_gzip || get("tar_type").is_empty()))
    else {
        return Err((400, "PARAM_ERROR"));
    };
    let now_ms = simulator.clock.now_ms();
    if now_ms < day.ends_at() || now_ms.saturating_sub(day.begins_at()) > OLDEST_MS {
        return Err((400, "INVALID_REQUEST"));
    }
    if now_ms < day.ends_at().saturating_add(MADE_AFTER_MS) {
        return Err((400, "STATEMENT_CREATING"));
    }
    let app = simulator.wechat.appids.first().map_or("", String::as_str);
    let mchid = &simulator.wechat.mchid;
    let text = if kind == "tradebill" {
        let lines = lines(records, Side::Wechat, day, app);
        (!lines.is_empty()).then(|| bill_file::trade(mchid, &lines))
    } else {
        // The other accounts of the merchant do not move.
        let is_basic = matches!(get("account_type"), "" | "BASIC");
        let flows = flows(records, Side::Wechat, day, app);
        (is_basic && !flows.is_empty()).then(|| bill_file::fund_flow(mchid, &flows))
    };
    let Some(text) = text else { return Err((400, "NO_STATEMENT_EXIST")) };
    let hash = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()));
    let bytes = if is_gzip { gzip(text.as_bytes()).ok_or((500, "SYSTEM_ERROR"))? } else { text.into_bytes() };
    let token = simulator.rng.hex32();
    let ends_at = now_ms.saturating_add(URL_MS);
    records.insert_file(token.clone(), BillFile { side: Side::Wechat, bytes, ends_at }, now_ms);
    Ok(json!({
        "hash_type": "SHA1", "hash_value": hash,
        "download_url": format!("http://{host}/v3/billdownload/file?token={token}"),
    }))
}

/// The file of an address. After its time another address has to be requested.
pub fn download(
    simulator: &Simulator,
    records: &Records,
    query: &str,
) -> Result<Vec<u8>, (u16, &'static str)> {
    let file = query.strip_prefix("token=").and_then(|token| records.files.get(token));
    file.filter(|file| file.side == Side::Wechat && simulator.clock.now_ms() < file.ends_at)
        .map(|file| file.bytes.clone())
        .ok_or((400, "INVALID_REQUEST"))
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
