/** Shows the document. Nothing is sent to a validator of others, and a token that is typed in stays in this page. */
export const START_SCRIPT = `window.addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({
    url: '/openapi.json',
    dom_id: '#reference',
    validatorUrl: null,
    persistAuthorization: false,
    docExpansion: 'list',
    deepLinking: false,
    syntaxHighlight: false,
  });
});
`;
