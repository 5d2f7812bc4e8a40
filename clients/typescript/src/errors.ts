import type { Failure as CommunityFailure } from "./community.gen.js";
import type { Failure as CrowdfundingFailure } from "./crowdfunding.gen.js";

/** A refusal of the Community API. */
export class CommunityError extends Error {
  override readonly name = "CommunityError";

  constructor(
    /** The method that was called. */
    readonly method: string,
    /** The code, such as 404 for an unknown token. */
    readonly code: CommunityFailure["code"],
    /** The text for the user. */
    message: string,
    /** Seconds until a limited call may be sent again. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** A wrong field of a refused body. */
export type FieldError = CrowdfundingFailure["errors"][number];

/** A refusal of the Crowdfunding API. */
export class CrowdfundingError extends Error {
  override readonly name = "CrowdfundingError";

  constructor(
    /** The operation that was called. */
    readonly operation: string,
    /** The HTTP status. */
    readonly status: number,
    /** `error_code`, such as 10006 for wrong fields. */
    readonly code: CrowdfundingFailure["error_code"],
    message: string,
    /** The wrong fields. */
    readonly fields: readonly FieldError[],
    /** Seconds until a limited call may be sent again. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** A reply that is none of the API, such as a page of a proxy. */
export class UnexpectedReply extends Error {
  override readonly name = "UnexpectedReply";

  constructor(
    readonly status: number,
    /** The beginning of the body. */
    readonly body: string,
  ) {
    super(`HTTP status ${status} without a reply of the API`);
  }
}
