import { UnexpectedReply } from "./errors.js";

/** What both clients need of `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A file of React Native, which its `FormData` takes in place of a `Blob`. */
export interface NativeFile {
  readonly uri: string;
  readonly name: string;
  readonly type: string;
}

/** A file to upload. */
export type UploadFile = Blob | NativeFile;

/** Adds a file to a form. */
export function appendFile(form: FormData, field: string, file: UploadFile, name: string): void {
  if ("uri" in file) {
    // React Native's own kind of file, which no other platform's types know.
    form.append(field, file as unknown as Blob);
  } else {
    form.append(field, file, name);
  }
}

/** The JSON of a reply. */
export async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new UnexpectedReply(response.status, text.slice(0, 200));
  }
}

/** The address without slashes at its end. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
