// Makes signatures.json: bodies as JSON texts and the signatures that the JavaScript client computes for them.
// Run: node make_signatures.mjs > signatures.json
import { createHash } from "node:crypto";

const SECRET = "庙会-secret-4f9c";

// The client's own formula.
function sign(body, secret) {
  const entries = Object.entries(body).filter(([key]) => key !== "sig").map(([key, value]) => `${key}=${value}`);
  return createHash("sha256").update(`${entries.sort().join("&")}&${secret}`, "utf8").digest("hex");
}

const envelope = `"method":"article_list","ver":"1","ts":1700000000000,"app":"miao"`;
const bodies = [
  `{${envelope}}`,
  `{${envelope},"token":"6c3e9a94cbf84cada75f8c60c359220e","limit":20,"offset":0}`,
  `{${envelope},"n":1e21}`, `{${envelope},"n":1e20}`, `{${envelope},"n":123456789012345680000}`,
  `{${envelope},"n":0.1}`, `{${envelope},"n":0.1000000000000000055511151231257827}`,
  `{${envelope},"n":-0}`, `{${envelope},"n":-0.0}`, `{${envelope},"n":1e-7}`, `{${envelope},"n":0.000001}`,
  `{${envelope},"n":9007199254740993}`, `{${envelope},"n":18446744073709551615}`, `{${envelope},"n":-9223372036854775808}`,
  `{${envelope},"n":12345678901234567890123}`, `{${envelope},"n":1.7976931348623157e308}`, `{${envelope},"n":5e-324}`,
  `{${envelope},"n":100.0}`, `{${envelope},"n":1E3}`, `{${envelope},"n":4.35}`, `{${envelope},"n":2.5e-10}`,
  `{${envelope},"a":null}`, `{${envelope},"a":true,"b":false}`,
  `{${envelope},"images":["e4cbdd56.jpg","f1abbc30.jpg"]}`, `{${envelope},"list":[]}`, `{${envelope},"list":[null]}`,
  `{${envelope},"list":[1,[2,[3,null,[4]],"x"],null,true,{"a":1},-0,1e21]}`,
  `{${envelope},"o":{"a":1}}`, `{${envelope},"o":{}}`,
  `{${envelope},"content":"你好，世界 🏮 & a=b"}`, `{${envelope},"content":""}`, `{${envelope},"content":"line\\nbreak\\t\\"quoted\\" \\\\ \\u00e9"}`,
  `{${envelope},"键":"值","é":1,"z":2,"Z":3,"_":4}`,
  `{${envelope},"\\uff5e":"halfwidth after surrogates","\\ud83c\\udfee":"lantern"}`,
  `{${envelope},"a":"1","a=":"2","a&":"3","A":"4"}`,
  `{${envelope},"sig":"is left out"}`, `{${envelope},"dup":1,"dup":2}`, `{${envelope},"":"empty key"}`,
];
const vectors = bodies.map((body) => ({ body, sig: sign(JSON.parse(body), SECRET) }));
console.log(JSON.stringify({ secret: SECRET, vectors }, null, 1));
