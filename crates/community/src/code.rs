//! Public error codes.

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $text:literal,)*) => {
        /// An error as the client sees it: `{"code": number, "err_msg": text}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Code {
            $($(#[doc = $doc])* $name = $number,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The number on the wire.
            pub const fn number(self) -> i32 {
                self as i32
            }

            /// What it means, in English, for the API reference.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),*).trim(),)*
                }
            }

            /// The text that the client shows.
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// Internal error.
    Unknown = -1 "未知错误",
    /// Invalid parameter: missing, of a wrong type, too long, an unknown media id.
    BadParameter = 400 "参数错误",
    /// No such method, or a wrong `ver`.
    NoSuchApi = 401 "API不正确",
    /// A wrong signature, a stale `ts`, an unknown `app`.
    BadSignature = 402 "签名错误",
    /// The token is missing.
    NotLoggedIn = 403 "没有登录",
    /// The token is unknown or expired.
    BadToken = 404 "认证失败",
    /// The message was not sent, or its quota is used up.
    SmsFailed = 101 "发短信失败",
    /// Wrong, used or expired code.
    BadSmsCode = 102 "短信认证码错误",
    /// Not a phone number.
    BadPhone = 103 "手机号错误",
    /// A wrong password.
    BadPassword = 104 "密码错误",
    /// The number has an account.
    PhoneTaken = 105 "这个号码已经注册过了",
    /// The number may not be used.
    PhoneRefused = 106 "手机号不能使用",
    /// No such user.
    NoUser = 107 "用户不存在",
    /// Locked after failed logins, or banned.
    LoginFailed = 108 "登录失败",
    /// Disabled, used already, throttled, or overloaded.
    Unavailable = 110 "不可用",
    /// Another user's, or blocked by that user.
    Forbidden = 111 "没有权限",
    /// No such ticket.
    NoTicket = 201 "票不存在",
    /// Sold or reserved.
    TicketTaken = 202 "票不够",
    /// No such order.
    NoOrder = 203 "订单不存在",
    /// The order's status does not allow it.
    OrderStatus = 204 "订单状态不允许该操作",
    /// No such article.
    NoArticle = 301 "文章不存在",
    /// No such comment.
    NoComment = 302 "评论不存在",
    /// No such master.
    NoMaster = 501 "达人不存在",
    /// No such project.
    NoProject = 502 "项目不存在",
    /// No such merchant.
    NoMerchant = 503 "商家不存在",
    /// No such cloth.
    NoCloth = 504 "服饰不存在",
    /// No such game.
    NoGame = 505 "游戏不存在",
    /// No such message.
    NoMessage = 506 "消息不存在",
    /// Declined payment; the order stays pending.
    PaymentFailed = 601 "支付失败",
}
