//! Bills: 申请交易账单 (`/docs/merchant/apis/jsapi-payment/get-trade-bill.html`), 申请资金账单
//! (`…/get-fund-flow-bill.html`) and 下载账单 (`…/download-bill.html`).

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde::Deserialize;
use ureq::http::uri::PathAndQuery;
use ureq::http::{Method, Uri};

use crate::payment::bill::{Bill, BillDay, BillKind, BillLine};
use crate::payment::bill_file::gunzipped;
use crate::payment::codes::Call;
use crate::payment::provider::{ProviderError, forged};
use crate::payment::wechat::bill_file;
use crate::payment::wechat::codes::same;
use crate::payment::wechat::merchant::Merchant;

#[derive(Debug, Deserialize)]
struct Address {
    hash_type: String,
    hash_value: String,
    download_url: String,
}

impl Merchant {
    /// Downloads a bill and checks its hash and its totals. Fund flows are those of the basic
    /// account.
    pub(super) async fn bill(&self, day: BillDay, kind: BillKind) -> Result<Option<Bill>, ProviderError> {
        if day >= BillDay::of(self.client.clock.now_ms()) {
            return Ok(None);
        }
        let path = match kind {
            BillKind::Trade => format!("/v3/bill/tradebill?bill_date={day}&bill_type=ALL&tar_type=GZIP"),
            BillKind::FundFlow => {
                format!("/v3/bill/fundflowbill?bill_date={day}&account_type=BASIC&tar_type=GZIP")
            }
        };
        let address: Address = match self.client.call(Call::Bill, Method::GET, &path, None).await {
            Err(ProviderError::Refused { code, .. }) if is_missing(&code) => return Ok(None),
            answer => answer?,
        };
        if !address.hash_type.eq_ignore_ascii_case("SHA1") {
            return Err(forged(format!("the bill has a hash of the kind {:?}", address.hash_type)));
        }
        let url: Uri =
            address.download_url.trim().parse().map_err(|_| forged("the bill's address is no URL"))?;
        // The path is the same on both hosts.
        let path = url.path_and_query().map_or("", PathAndQuery::as_str);
        let file = self.client.download(path, self.bill_bytes).await?;
        let limit = self.bill_bytes;
        let read = tokio::task::spawn_blocking(move || read(file, limit, &address.hash_value, kind));
        let lines = read.await.map_err(|error| ProviderError::Unreachable(error.to_string()))?;
        lines.map(Some)
    }
}

fn read(file: Vec<u8>, limit: u64, hash: &str, kind: BillKind) -> Result<Bill, ProviderError> {
    let text = gunzipped(file, limit)?;
    let actual = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &text));
    if !actual.eq_ignore_ascii_case(hash) {
        return Err(forged("the bill has another hash"));
    }
    let text = String::from_utf8(text).map_err(|_| forged("the bill is not UTF-8"))?;
    let lines: Vec<BillLine> = match kind {
        BillKind::Trade => bill_file::trades(&text)?,
        BillKind::FundFlow => bill_file::flows(&text)?,
    };
    Ok(Bill { lines, hash: actual })
}

/// Whether a code means that there is no bill, or none yet.
fn is_missing(code: &str) -> bool {
    same(code, "NO_STATEMENT_EXIST") || same(code, "STATEMENT_CREATING")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_bill_is_refused() {
        let text = "交易时间,商户订单号,微信订单号,交易状态,退款状态,微信退款单号,商户退款单号,订单金额,申请退款金额,手续费\n\
            总交易单数,手续费总金额,订单总金额,申请退款总金额\n`0,`0.00000,`0.00,`0.00\n";
        let hash = hex::encode_upper(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()));
        let bill = read(text.into(), 1000, &hash, BillKind::Trade).unwrap();
        assert_eq!((bill.lines.len(), bill.hash), (0, hash.to_lowercase()));
        let altered = text.replace("`0.00\n", "`0.00 \n");
        let error = read(altered.into(), 1000, &hash, BillKind::Trade).unwrap_err();
        assert_eq!(error, forged("the bill has another hash"));
    }
}
