//! The error codes of the Crowdfunding API: number, message and HTTP status.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $message:literal $status:literal,)*) => {
        /// A failure as the client sees it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Code {
            $($(#[$doc])* $name = $number,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// `error_code`.
            pub const fn number(self) -> i32 {
                self as i32
            }

            /// `error_message`.
            pub const fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)*
                }
            }

            /// The HTTP status of an answer that is this code.
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status,)*
                }
            }
        }
    };
}

codes! {
    /// Ours; never expected.
    Unknown = -1 "System error" 500,
    /// A wrong value.
    InvalidData = 10000 "Invalid data" 400,
    /// A missing or blank field.
    RequiredData = 10001 "Required data" 400,
    /// The account waits for its activation.
    InactiveUser = 10002 "Inactive user" 400,
    /// The pair does not fit.
    BadCredentials = 10003 "Incorrect email or password" 400,
    /// Unknown; 401 when it came in the header.
    InvalidToken = 10004 "Invalid token" 400,
    /// Unknown, used or expired.
    InvalidRefreshToken = 10005 "Invalid refresh token" 400,
    /// Told by `errors`.
    ValidationFailed = 10006 "Validation Failed" 400,
    /// `Authorization: Token` and nothing more.
    NoTokenInHeader = 10007 "Invalid token header. No credentials provided." 401,
    /// `Authorization: Token a b`.
    SpacesInHeader = 10008 "Invalid token header. Token string should not contain spaces." 401,
    /// The token's user may not act any more.
    UserGone = 10009 "User inactive or deleted" 401,
    /// To be refreshed.
    TokenExpired = 10010 "Token has expired" 401,
    /// The body cannot be read.
    Malformed = 10011 "Malformed request." 400,
    /// Reserved.
    IncorrectCredentials = 10012 "Incorrect authentication credentials." 401,
    /// A login is needed.
    NotAuthenticated = 10013 "Authentication credentials were not provided." 401,
    /// Somebody else's.
    Forbidden = 10014 "You do not have permission to perform this action." 403,
    /// Nothing there.
    NotFound = 10015 "Not found" 404,
    /// No GET here.
    NoGet = 10016 "Method 'GET' not allowed." 405,
    /// No POST here.
    NoPost = 10017 "Method 'POST' not allowed." 405,
    /// No PUT here.
    NoPut = 10018 "Method 'PUT' not allowed." 405,
    /// No DELETE here.
    NoDelete = 10019 "Method 'DELETE' not allowed." 405,
    /// No HEAD here.
    NoHead = 10020 "Method 'HEAD' not allowed." 405,
    /// No PATCH here.
    NoPatch = 10021 "Method 'PATCH' not allowed." 405,
    /// The client takes no JSON.
    NotAcceptable = 10022 "Could not satisfy the request's Accept header" 406,
    /// Reserved.
    PermissionDenied = 10023 "Permission denied" 403,
    /// No such province or city.
    InvalidId = 10024 "Invalid ID" 400,
    /// Reserved.
    InvalidType = 10025 "Invalid type" 400,
    /// The project is somebody else's.
    ForeignProject = 10026 "Permission denied when checking project id" 400,
    /// No such image.
    InvalidImage = 10027 "Invalid image ID" 400,
    /// An image for something else.
    InvalidImageType = 10028 "Invalid image type" 400,
    /// The image has no owner.
    ImageWithoutUser = 10029 "Invalid image user (no user)" 400,
    /// The image is somebody else's.
    ImageOfAnother = 10030 "Invalid image user (other user)" 400,
    /// Reserved.
    AlreadyAttention = 10031 "Already attention" 400,
    /// Reserved.
    AlreadyInattention = 10032 "Already inattention" 400,
    /// A normal comment needs a login.
    CommentType = 10033 "Error comment type, you are not authenticated" 400,
    /// In use, so it cannot be deleted.
    InUse = 10034 "Already associated" 400,
    /// Ours: every place of the package is taken.
    PackageFull = 10035 "Package is full" 400,
    /// Ours: declined; the support stays payable.
    PaymentFailed = 10036 "Payment failed" 400,
    /// Ours: the project takes no support now.
    NotUnderWay = 10037 "Project is not under way" 400,
    /// Ours: too many requests.
    Throttled = 10038 "Request was throttled." 429,
    /// Ours: too much to do at the moment.
    Busy = 10039 "Server is busy" 503,
    /// Ours: TRACE, CONNECT and the like.
    NoSuchMethod = 10040 "Method not allowed." 405,
    /// Ours: not one key of 1 to 255 visible ASCII characters.
    InvalidKey = 10041 "Invalid idempotency key" 400,
    /// Ours: the first request with the key is still running.
    KeyInUse = 10042 "A request with this idempotency key is running" 409,
    /// Ours: the key came with another request, or with other parameters.
    KeyReused = 10043 "Idempotency key was used for another request" 422,
}
