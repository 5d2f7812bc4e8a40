//! The settings that the console changes while the servers run: which they are, and what they change.

use std::sync::Arc;

use miaohui_admin::Label;
use miaohui_console::running::{RunningSetting, RunningSettings, Stored};
use miaohui_web::Platform;
use parking_lot::RwLock;

use crate::config::Config;
use crate::{platform, settings};

/// A setting: its key, what it is, and its place in the configuration.
struct Setting {
    name: &'static str,
    about: Label,
    of: fn(&mut Config) -> &mut u32,
}

macro_rules! settings {
    ($($section:ident . $key:ident => $zh:literal, $en:literal;)*) => {
        [$(Setting {
            name: concat!(stringify!($section), ".", stringify!($key)),
            about: Label($zh, $en),
            of: |config| &mut config.$section.$key,
        }),*]
    };
}

const SETTINGS: [Setting; 20] = settings! {
    orders.pay_within_minutes => "订单支付时限（分钟），对新订单生效", "Minutes to pay an order; for new orders";
    orders.pending_orders => "一个账号的未付订单数，0 不限", "Unpaid orders of an account; 0: no limit";
    orders.pending_tickets => "一个账号未付订单中的票数，0 不限", "Tickets in the unpaid orders of an account; 0: no limit";
    orders.pending_tickets_per_project => "其中同一项目的票数，0 不限", "Of these, tickets of one project; 0: no limit";
    orders.expired_before_pause => "一天内过期未付多少单后暂停下单，0 不暂停", "Orders that expire unpaid in a day before a pause; 0: none";
    orders.pause_minutes => "暂停多久（分钟）", "Minutes of the pause";
    crowdfunding.fee_per_mille => "众筹成功后平台的分成（千分之几），对以后结束的项目生效", "The operators' share of a successful project, per mille; for those that end later";
    limits.login_per_minute => "每分钟登录次数，0 不限", "Logins a minute; 0: no limit";
    limits.signup_per_minute => "每分钟注册次数，0 不限", "Registrations a minute; 0: no limit";
    limits.sms_per_minute => "每分钟验证码次数，0 不限", "Verification codes a minute; 0: no limit";
    limits.upload_per_minute => "每分钟上传次数，0 不限", "Uploads a minute; 0: no limit";
    limits.anonymous_images_per_hour => "未登录每小时上传图片数，0 不限", "Images an hour without a login; 0: no limit";
    limits.uploads_per_day => "一个账号每天的文件数，0 不限", "Files of an account in a day; 0: no limit";
    limits.upload_mb_per_day => "一个账号每天的文件大小（MiB），0 不限", "Size of the files of an account in a day, in MiB; 0: no limit";
    limits.publish_per_minute => "每分钟发布次数，0 不限", "Articles, comments and messages a minute; 0: no limit";
    limits.order_per_minute => "每分钟下单次数，0 不限", "Orders and supports a minute; 0: no limit";
    limits.lookup_per_minute => "每分钟按手机号查找次数，0 不限", "Look-ups by phone a minute; 0: no limit";
    limits.lock_after_failures => "同一网络登录失败多少次后锁定，0 不锁", "Failed logins from one network before a lock; 0: none";
    limits.lock_account_after_failures => "各网络合计失败多少次后锁定陌生网络，0 不锁", "Failed logins from all networks before a lock for unknown ones; 0: none";
    limits.lock_minutes => "锁定多久（分钟）", "Minutes of a lock";
};

/// Whether a key is one of them.
pub(crate) fn is_running(key: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.name == key)
}

/// The settings of a process.
pub struct Running {
    platform: Platform,
    community: Arc<miaohui_community::App>,
    crowdfunding: Arc<miaohui_crowdfunding::App>,
    /// The configuration, and what was changed of it.
    values: RwLock<(Config, Stored)>,
}

impl Running {
    /// The settings of a process that was assembled with a configuration.
    pub fn new(
        platform: Platform,
        community: Arc<miaohui_community::App>,
        crowdfunding: Arc<miaohui_crowdfunding::App>,
        config: Config,
    ) -> Self {
        Self { platform, community, crowdfunding, values: RwLock::new((config, Stored::new())) }
    }

    /// Takes another configuration, under what was changed of it.
    pub fn configure(&self, config: Config) {
        let mut values = self.values.write();
        values.0 = config;
        self.apply(&values);
    }

    fn apply(&self, (config, stored): &(Config, Stored)) {
        let config = changed(config, stored);
        platform::change_settings(&self.platform, &config);
        let community = &self.community.settings;
        community.order_ms.set(settings::order_ms(&config));
        community.order_limits.set(settings::order_limits(&config));
        let crowdfunding = &self.crowdfunding.settings;
        crowdfunding.fee.set(settings::fee(&config));
        crowdfunding.pending_supports.set(config.orders.pending_orders.into());
    }
}

/// The configuration with the stored values, if they are valid together: a new one of the file may not
/// go with them.
fn changed(config: &Config, stored: &Stored) -> Config {
    let new = with(config, stored);
    match new.check_again() {
        Ok(()) => new,
        Err(error) => {
            tracing::error!(
                error,
                "the changed settings do not go with the configuration, which holds alone"
            );
            config.clone()
        }
    }
}

fn with(config: &Config, stored: &Stored) -> Config {
    let mut new = config.clone();
    for Setting { name, of, .. } in &SETTINGS {
        if let Some(value) = stored.get(*name).and_then(|value| value.parse().ok()) {
            *of(&mut new) = value;
        }
    }
    new
}

impl RunningSettings for Running {
    fn list(&self) -> Vec<RunningSetting> {
        let values = self.values.read();
        let (mut configured, mut now) = (values.0.clone(), changed(&values.0, &values.1));
        let shown = SETTINGS.iter().map(|Setting { name, about, of }| RunningSetting {
            name,
            about: *about,
            configured: *of(&mut configured),
            value: *of(&mut now),
        });
        shown.collect()
    }

    fn check(&self, stored: &Stored) -> Result<(), String> {
        with(&self.values.read().0, stored).check_again()
    }

    fn take(&self, stored: &Stored) {
        let mut values = self.values.write();
        if values.1 != *stored {
            values.1.clone_from(stored);
            self.apply(&values);
        }
    }
}
