//! The error codes of the Crowdfunding API: number, message and HTTP status.

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $message:literal $status:literal,)*) => {
        /// An error code of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Code {
            $($(#[doc = $doc])* $name = $number,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// `error_code`.
            pub const fn number(self) -> i32 {
                self as i32
            }

            /// What it means, in English, for the API reference.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),*).trim(),)*
                }
            }

            /// `error_message`.
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)*
                }
            }

            /// The HTTP status of a reply with this code.
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                }
            }
        }
    };
}

codes! {
    /// An unexpected failure. Not documented.
    Unknown = -1 "System error" 500,
    /// A value is invalid.
    InvalidData = 10000 "Invalid data" 400,
    /// A required field is missing or blank.
    RequiredData = 10001 "Required data" 400,
    /// The account is not activated.
    InactiveUser = 10002 "Inactive user" 400,
    /// Mail address and password do not match.
    BadCredentials = 10003 "Incorrect email or password" 400,
    /// The token is unknown; 401 when it came in the header.
    InvalidToken = 10004 "Invalid token" 400,
    /// The refresh token is unknown, used or expired.
    InvalidRefreshToken = 10005 "Invalid refresh token" 400,
    /// Fields are wrong; `errors` lists them.
    ValidationFailed = 10006 "Validation Failed" 400,
    /// The header is `Authorization: Token` without a token.
    NoTokenInHeader = 10007 "Invalid token header. No credentials provided." 401,
    /// The header has more than one token.
    SpacesInHeader = 10008 "Invalid token header. Token string should not contain spaces." 401,
    /// The token's user is banned or deleted.
    UserGone = 10009 "User inactive or deleted" 401,
    /// The token has expired and can be refreshed.
    TokenExpired = 10010 "Token has expired" 401,
    /// The body cannot be read.
    Malformed = 10011 "Malformed request." 400,
    /// Reserved.
    IncorrectCredentials = 10012 "Incorrect authentication credentials." 401,
    /// A login is required.
    NotAuthenticated = 10013 "Authentication credentials were not provided." 401,
    /// The caller has no permission.
    Forbidden = 10014 "You do not have permission to perform this action." 403,
    /// The thing does not exist.
    NotFound = 10015 "Not found" 404,
    /// The path has no GET.
    NoGet = 10016 "Method 'GET' not allowed." 405,
    /// The path has no POST.
    NoPost = 10017 "Method 'POST' not allowed." 405,
    /// The path has no PUT.
    NoPut = 10018 "Method 'PUT' not allowed." 405,
    /// The path has no DELETE.
    NoDelete = 10019 "Method 'DELETE' not allowed." 405,
    /// The path has no HEAD.
    NoHead = 10020 "Method 'HEAD' not allowed." 405,
    /// The path has no PATCH.
    NoPatch = 10021 "Method 'PATCH' not allowed." 405,
    /// The client does not accept the media type.
    NotAcceptable = 10022 "Could not satisfy the request's Accept header" 406,
    /// Reserved.
    PermissionDenied = 10023 "Permission denied" 403,
    /// The province or city does not exist.
    InvalidId = 10024 "Invalid ID" 400,
    /// Reserved.
    InvalidType = 10025 "Invalid type" 400,
    /// The project belongs to another user.
    ForeignProject = 10026 "Permission denied when checking project id" 400,
    /// The image does not exist.
    InvalidImage = 10027 "Invalid image ID" 400,
    /// The image has another type.
    InvalidImageType = 10028 "Invalid image type" 400,
    /// The image has no owner.
    ImageWithoutUser = 10029 "Invalid image user (no user)" 400,
    /// The image belongs to another user.
    ImageOfAnother = 10030 "Invalid image user (other user)" 400,
    /// Reserved.
    AlreadyAttention = 10031 "Already attention" 400,
    /// Reserved.
    AlreadyInattention = 10032 "Already inattention" 400,
    /// A normal comment requires a login.
    CommentType = 10033 "Error comment type, you are not authenticated" 400,
    /// The thing is in use and cannot be deleted.
    InUse = 10034 "Already associated" 400,
    /// All places of the package are taken. Not documented.
    PackageFull = 10035 "Package is full" 400,
    /// The payment was declined; the support can be paid again. Not documented.
    PaymentFailed = 10036 "Payment failed" 400,
    /// The project is not under way. Not documented.
    NotUnderWay = 10037 "Project is not under way" 400,
    /// The rate limit is exceeded. Not documented.
    Throttled = 10038 "Request was throttled." 429,
    /// The server is overloaded. Not documented.
    Busy = 10039 "Server is busy" 503,
    /// The path has no such method (TRACE, CONNECT). Not documented.
    NoSuchMethod = 10040 "Method not allowed." 405,
    /// The idempotency key is not 1 to 255 visible ASCII characters. Not documented.
    InvalidKey = 10041 "Invalid idempotency key" 400,
    /// The first request with the key is still running. Not documented.
    KeyInUse = 10042 "A request with this idempotency key is running" 409,
    /// The key was used for another request or other parameters. Not documented.
    KeyReused = 10043 "Idempotency key was used for another request" 422,
    /// The operators have taken the file down. Not documented.
    ImageTakenDown = 10044 "Image was taken down" 400,
}
