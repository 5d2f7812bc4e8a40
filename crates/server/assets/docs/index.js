// The words of a search are looked for in all that a person reads of an operation, in both languages;
// Swagger UI itself compares names of groups only.
const search = () => ({
  fn: {
    opsFilter(groups, phrase) {
      const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
      const isFound = (name) => (entry) => {
        const operation = entry.get("operation");
        const texts = ["operationId", "summary", "description"].map((key) => operation.get(key));
        const text = [name, entry.get("method"), entry.get("path"), ...texts].join(" ").toLowerCase();
        return words.every((word) => text.includes(word));
      };
      const narrowed = groups.map((group, name) => {
        const title = `${name} ${group.getIn(["tagDetails", "description"]) || ""}`;
        return group.set("operations", group.get("operations").filter(isFound(title)));
      });
      return narrowed.filter((group) => group.get("operations").size > 0);
    },
  },
});

// Puts what Authorize asks for where the server reads it: the Community API's token into the body, and
// the word before the Crowdfunding API's.
function authorize(request) {
  const { token, Authorization: credentials } = request.headers;
  if (token !== undefined && typeof request.body === "string") {
    delete request.headers.token;
    request.body = JSON.stringify({ ...JSON.parse(request.body), token });
  }
  if (credentials && !credentials.includes(" ")) {
    request.headers.Authorization = `Token ${credentials}`;
  }
  return request;
}

SwaggerUIBundle({
  urls: [
    { name: "Community", url: "/openapi/community.json" },
    { name: "Crowdfunding", url: "/openapi/crowdfunding.json" },
  ],
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  // The default one asks a service on the network.
  validatorUrl: null,
  requestInterceptor: authorize,
  plugins: [search],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
});
