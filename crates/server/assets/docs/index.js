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
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
});
