/** A typed client of both APIs of Miaohui. See README.md. */
export * from "./community.js";
export * from "./crowdfunding.js";
export * from "./errors.js";
export { fen, yuan, type Fen, type Yuan } from "./money.js";
export { sign } from "./signature.js";
export type { Fetch, NativeFile, UploadFile } from "./transport.js";
export type * as community from "./community.gen.js";
export type * as crowdfunding from "./crowdfunding.gen.js";
