//! The products' settings, from the configuration.

use std::time::Duration;

use miaohui_community::OrderLimits;
use miaohui_crowdfunding::store::settlement::Fee;
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};
use miaohui_web::Live;

use crate::config::{Config, ConnectionsConfig};
use crate::serve::{ConnectionLimits, Deadlines};

/// The Crowdfunding API's settings.
pub fn crowdfunding(config: &Config) -> miaohui_crowdfunding::Settings {
    miaohui_crowdfunding::Settings {
        token_ms: i64::from(config.crowdfunding.token_seconds) * SECOND_MS,
        refresh_ms: i64::from(config.crowdfunding.refresh_days) * DAY_MS,
        erase_after_ms: i64::from(config.privacy.erase_after_days) * DAY_MS,
        payout_login_ms: i64::from(config.crowdfunding.payout_login_minutes) * MINUTE_MS,
        hide_drafts: config.crowdfunding.hide_drafts,
        public_identity_images: config.crowdfunding.public_identity_images,
        deepest_offset: config.limits.deepest_offset.into(),
        unused_image_ms: i64::from(config.media.unused_hours) * HOUR_MS,
        pending_supports: Live::new(config.orders.pending_orders.into()),
        fee: Live::new(fee(config)),
        public_url: config.public_url.clone(),
        cors_origins: config.crowdfunding.cors_origins.clone(),
    }
}

/// The operators' share.
pub fn fee(config: &Config) -> Fee {
    Fee { per_mille: config.crowdfunding.fee_per_mille.into() }
}

/// How long an order waits for payment, in ms.
pub fn order_ms(config: &Config) -> i64 {
    i64::from(config.orders.pay_within_minutes) * MINUTE_MS
}

/// What an account may hold unpaid.
pub fn order_limits(config: &Config) -> OrderLimits {
    OrderLimits {
        pending_orders: config.orders.pending_orders.into(),
        pending_tickets: config.orders.pending_tickets.into(),
        pending_tickets_per_project: config.orders.pending_tickets_per_project.into(),
        expired_before_pause: config.orders.expired_before_pause.into(),
        pause_ms: i64::from(config.orders.pause_minutes) * MINUTE_MS,
    }
}

/// The limits of connections.
pub fn connections(config: &Config) -> ConnectionLimits {
    let ConnectionsConfig { max_total, max_per_address, .. } = config.connections;
    ConnectionLimits { total: max_total, per_address: max_per_address }
}

/// The deadlines of connections.
pub fn deadlines(config: &Config) -> Deadlines {
    let connections = &config.connections;
    Deadlines {
        headers: Duration::from_secs(connections.header_seconds.into()),
        idle: Duration::from_secs(connections.idle_seconds.into()),
        header_bytes: (connections.header_max_kb as usize) << 10,
        progress: Duration::from_secs(connections.progress_seconds.into()),
        progress_bytes: u64::from(connections.progress_kb) << 10,
    }
}

/// The Community API's settings.
pub fn community(config: &Config) -> miaohui_community::Settings {
    let apps = config.community.apps.iter().map(|app| (app.name.clone(), app.secret.clone()));
    miaohui_community::Settings {
        mounts: config.community.mounts.clone(),
        media_mounts: config.community.media_mounts.clone(),
        apps: apps.collect(),
        signature_skew_ms: i64::from(config.community.signature_skew_seconds) * SECOND_MS,
        token_ms: i64::from(config.community.token_days) * DAY_MS,
        sms_code_ms: i64::from(config.sms.code_minutes) * MINUTE_MS,
        sms_gap_ms: i64::from(config.sms.per_phone_gap_seconds) * SECOND_MS,
        sms_per_day: config.sms.per_phone_per_day.into(),
        sms_per_address_hour: config.sms.per_address_per_hour.into(),
        sms_countries: config.sms.countries.clone(),
        order_ms: Live::new(order_ms(config)),
        order_limits: Live::new(order_limits(config)),
        deepest_offset: config.limits.deepest_offset.into(),
        unused_media_ms: i64::from(config.media.unused_hours) * HOUR_MS,
        erase_after_ms: i64::from(config.privacy.erase_after_days) * DAY_MS,
    }
}
