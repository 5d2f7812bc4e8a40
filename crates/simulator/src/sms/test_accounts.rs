//! The accounts at the simulated providers of short messages. None of the keys is a real one.

/// The AccessKey's id at Aliyun.
pub const ALIYUN_KEY_ID: &str = "LTAI5tSimulatedKeyId";
/// The AccessKey's secret at Aliyun.
pub const ALIYUN_SECRET: &str = "simulated-aliyun-secret";
/// The approved template at Aliyun, with the variable `code`.
pub const ALIYUN_TEMPLATE: &str = "SMS_154950909";
/// The approved template at Aliyun for other countries, with the variable `code`.
pub const ALIYUN_GLOBAL_TEMPLATE: &str = "SMS_154950910";
/// The id of the API key at Tencent Cloud.
pub const TENCENT_SECRET_ID: &str = "AKIDSimulatedSecretId";
/// The API key at Tencent Cloud.
pub const TENCENT_SECRET_KEY: &str = "simulated-tencent-key";
/// The application at Tencent Cloud.
pub const TENCENT_APP_ID: &str = "1400006666";
/// The approved template at Tencent Cloud, with two values.
pub const TENCENT_TEMPLATE: &str = "449739";
/// The approved sign name of both.
pub const SIGN_NAME: &str = "庙会";
/// The key of the hook.
pub const HOOK_SECRET: &str = "simulated-hook-secret";
