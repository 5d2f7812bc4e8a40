//! `alipay.data.dataservice.bill.downloadurl.query` (`opendocs.alipay.com/open/028woc`).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use encoding_rs::GBK;
use miaohui_kernel::{HOUR_MS, SECOND_MS};
use serde_json::json;

use crate::alipay::answer::Answer;
use crate::alipay::bill_file::{self, Head};
use crate::alipay::request::Request;
use crate::alipay::zip::zip;
use crate::bill::{flows, lines};
use crate::gate;
use crate::records::{BillFile, Records};
use crate::side::{Call, Side};
use crate::simulator::Simulator;
use crate::time::Day;

/// 日账单一般于次日 9 点前生成.
const MADE_AFTER_MS: i64 = 9 * HOUR_MS;
/// 获取连接后30秒后未下载,链接地址失效.
const URL_MS: i64 = 30 * SECOND_MS;

/// Makes a bill and answers its address. `trade` are payments and refunds, `signcustomer` the
/// movements of the account.
///
/// A day that is not over is refused with `isv.invalid_arguments`, one without a bill with
/// `isp.bill_not_exist`. Only bills of days are simulated.
pub fn create(simulator: &Simulator, records: &mut Records, request: &Request, host: &str) -> Answer {
    let kind = request.text("bill_type");
    let date = request.text("bill_date");
    let Some(day) = Day::read(&date) else { return Err("isv.invalid_arguments") };
    let now_ms = simulator.clock.now_ms();
    if now_ms < day.ends_at() {
        return Err("isv.invalid_arguments");
    }
    if now_ms < day.ends_at().saturating_add(MADE_AFTER_MS) {
        return Err("isp.bill_not_exist");
    }
    let account = format!("{}0156", simulator.alipay.seller_id);
    let head = Head { account: &account, day, made_at: now_ms };
    let app = &simulator.alipay.app_id;
    let files = match kind.as_str() {
        "trade" => {
            let lines = lines(records, Side::Alipay, day, app);
            let made = || {
                [
                    ("业务明细", bill_file::trade(head, &lines)),
                    ("业务明细(汇总)", bill_file::trade_summary(head, &lines)),
                ]
            };
            (!lines.is_empty()).then(made)
        }
        "signcustomer" => {
            let flows = flows(records, Side::Alipay, day, app);
            let made = || {
                [
                    ("账务明细", bill_file::fund_flow(head, &flows)),
                    ("账务汇总", bill_file::fund_flow_summary(head, &flows)),
                ]
            };
            (!flows.is_empty()).then(made)
        }
        _ => return Err("isv.invalid_arguments"),
    };
    let files = files.ok_or("isp.bill_not_exist")?;
    let digits = date.replace('-', "");
    let gbk = |text: &str| GBK.encode(text).0.into_owned();
    let files = files.map(|(name, text)| (gbk(&format!("{account}_{digits}_{name}.csv")), gbk(&text)));
    let bytes = zip(&files).ok_or("20000")?;
    let token = simulator.rng.hex32();
    let ends_at = now_ms.saturating_add(URL_MS);
    records.insert_file(token.clone(), BillFile { side: Side::Alipay, bytes, ends_at }, now_ms);
    Ok(json!({
        "bill_download_url": format!(
            "http://{host}/downloadBillFile.resource?bizType={kind}&userId={account}&fileType=csv.zip\
             &bizDates={digits}&downloadFileName={account}_{digits}.csv.zip&timestamp={}&token={token}",
            now_ms / SECOND_MS,
        ),
    }))
}

/// Downloads the file of an address. It needs no signature.
pub async fn download(
    State(simulator): State<Arc<Simulator>>,
    Query(parameters): Query<BTreeMap<String, String>>,
) -> Response {
    if let Some(refusal) = gate::refuse(&simulator, Side::Alipay, Some(Call::Download)).await {
        return refusal;
    }
    let file = {
        let records = simulator.records.lock();
        let file = parameters.get("token").and_then(|token| records.files.get(token));
        let is_valid =
            |file: &&BillFile| file.side == Side::Alipay && simulator.clock.now_ms() < file.ends_at;
        file.filter(is_valid).map(|file| file.bytes.clone())
    };
    let answer = match file {
        Some(bytes) => ([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    };
    gate::deliver(&simulator, Side::Alipay, Call::Download, answer)
}
