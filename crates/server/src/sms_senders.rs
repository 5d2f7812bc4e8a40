//! The providers of short messages, as the configuration says.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use miaohui_gateways::sms::{
    AliyunSettings, AliyunSms, FallbackSms, HookSettings, HookSms, OutboxFile, SmsSender, TencentSettings,
    TencentSms,
};
use miaohui_kernel::{Clock, Rng};

use crate::config::{SmsConfig, SmsProvider};

/// Opens the provider, with the second one if there is one. `outbox` is the directory of the file
/// of messages that are not sent.
pub fn open(config: &SmsConfig, outbox: &Path, clock: &Clock, rng: &Rng) -> Result<Arc<dyn SmsSender>> {
    let open = |provider| one(provider, config, outbox, clock, rng);
    let first = open(config.provider)?;
    match config.fallback.provider() {
        None => Ok(first),
        Some(second) => {
            Ok(Arc::new(FallbackSms { first, first_name: name(config.provider), second: open(second)? }))
        }
    }
}

fn name(provider: SmsProvider) -> &'static str {
    match provider {
        SmsProvider::Outbox => "outbox",
        SmsProvider::Aliyun => "aliyun",
        SmsProvider::Tencent => "tencent",
        SmsProvider::Http => "http",
    }
}

fn one(
    provider: SmsProvider,
    config: &SmsConfig,
    outbox: &Path,
    clock: &Clock,
    rng: &Rng,
) -> Result<Arc<dyn SmsSender>> {
    let proxy = config.proxy.expose().to_owned();
    match provider {
        SmsProvider::Outbox => {
            let unwritable = || format!("cannot write to {}", outbox.display());
            Ok(Arc::new(OutboxFile::open(outbox).with_context(unwritable)?))
        }
        SmsProvider::Aliyun => {
            let own = &config.aliyun;
            let is_complete = !own.access_key_id.is_empty() && !own.access_key_secret.expose().is_empty();
            ensure!(is_complete, "[sms.aliyun] needs access_key_id and access_key_secret");
            ensure!(!own.templates.is_empty(), "[sms.aliyun] needs templates");
            let settings = AliyunSettings {
                endpoint: own.endpoint.clone(),
                proxy,
                access_key_id: own.access_key_id.clone(),
                access_key_secret: own.access_key_secret.clone(),
                templates: own.templates.clone(),
            };
            Ok(Arc::new(AliyunSms::new(settings, clock.clone(), rng.clone()).context("[sms.aliyun]")?))
        }
        SmsProvider::Tencent => {
            let own = &config.tencent;
            let is_complete = ![&*own.secret_id, own.secret_key.expose(), &*own.sdk_app_id].contains(&"");
            ensure!(is_complete, "[sms.tencent] needs secret_id, secret_key and sdk_app_id");
            ensure!(!own.templates.is_empty(), "[sms.tencent] needs templates");
            let settings = TencentSettings {
                endpoint: own.endpoint.clone(),
                proxy,
                region: own.region.clone(),
                secret_id: own.secret_id.clone(),
                secret_key: own.secret_key.clone(),
                sdk_app_id: own.sdk_app_id.clone(),
                templates: own.templates.clone(),
            };
            Ok(Arc::new(TencentSms::new(settings, clock.clone()).context("[sms.tencent]")?))
        }
        SmsProvider::Http => {
            let own = &config.http;
            let settings = HookSettings { url: own.url.clone(), proxy, secret: own.secret.clone() };
            Ok(Arc::new(HookSms::new(settings, clock.clone()).context("[sms.http]")?))
        }
    }
}
