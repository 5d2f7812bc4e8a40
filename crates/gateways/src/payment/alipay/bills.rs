//! Bills: `opendocs.alipay.com/open/02ekfu` (`alipay.data.dataservice.bill.downloadurl.query`).

use encoding_rs::GB18030;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::json;
use ureq::http::{Method, Uri};

use crate::payment::alipay::bill_file;
use crate::payment::alipay::codes::same;
use crate::payment::alipay::gateway::Gateway;
use crate::payment::bill::{Bill, BillDay, BillKind};
use crate::payment::bill_file::unzipped;
use crate::payment::codes::Call;
use crate::payment::provider::{ProviderError, forged};

#[derive(Debug, Deserialize)]
struct Address {
    bill_download_url: String,
}

impl Gateway {
    /// Downloads a bill and checks its totals. Alipay tells no hash, so it has that of the archive
    /// (SHA-256).
    pub(super) async fn bill(&self, day: BillDay, kind: BillKind) -> Result<Option<Bill>, ProviderError> {
        if day >= BillDay::of(self.clock.now_ms()) {
            return Ok(None);
        }
        let bill_type = match kind {
            BillKind::Trade => "trade",
            BillKind::FundFlow => "signcustomer",
        };
        let content = json!({ "bill_type": bill_type, "bill_date": day.to_string() });
        let method = "alipay.data.dataservice.bill.downloadurl.query";
        let address: Address = match self.call(Call::Bill, method, &content, &[]).await {
            Err(ProviderError::Refused { code, .. }) if is_missing(&code) => return Ok(None),
            answer => answer?,
        };
        let file = self.download(address.bill_download_url.trim()).await?;
        let limit = self.bill_bytes;
        let read = tokio::task::spawn_blocking(move || read(&file, limit, kind));
        read.await.map_err(|error| ProviderError::Unreachable(error.to_string()))?.map(Some)
    }

    /// Downloads a file. The address holds for 30 seconds and needs no signature.
    async fn download(&self, url: &str) -> Result<Vec<u8>, ProviderError> {
        let uri: Uri = url.parse().map_err(|_| forged("the bill's address is no URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(forged("the bill's address is no URL"));
        }
        let answer =
            self.http.send_limited(Method::GET, url.to_owned(), vec![], vec![], self.bill_bytes).await?;
        if answer.status == 200 {
            return Ok(answer.body);
        }
        Err(ProviderError::Unreachable(format!("the bill's address answered with status {}", answer.status)))
    }
}

fn read(archive: &[u8], limit: u64, kind: BillKind) -> Result<Bill, ProviderError> {
    let first = match kind {
        BillKind::Trade => bill_file::TRADES,
        BillKind::FundFlow => bill_file::FLOWS,
    };
    for file in unzipped(archive, limit)? {
        // GB18030 contains GBK.
        let (text, _, _) = GB18030.decode(&file);
        if text.starts_with(first) {
            let lines = match kind {
                BillKind::Trade => bill_file::trades(&text)?,
                BillKind::FundFlow => bill_file::flows(&text)?,
            };
            return Ok(Bill { lines, hash: hex::encode(digest(&SHA256, archive)) });
        }
    }
    Err(forged("the archive has no file with the bill's lines"))
}

/// Whether a code means that there is no bill, or none yet.
fn is_missing(code: &str) -> bool {
    ["isp.bill_not_exist", "BILL_NOT_EXIST", "NO_BILL_DATA", "BILL_DATE_BEFORE_REGISTRATION"]
        .iter()
        .any(|known| same(code, known))
}
