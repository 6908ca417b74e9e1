import { Document } from '../../pages/document.tsx';

/** Where Swagger UI shows the document. */
export function DocsPage() {
  return (
    <Document title="API · Largesse" styles="/v1/docs/swagger-ui.css" script="/v1/docs/start.js">
      <body>
        <main id="reference" />
        <noscript>
          <p>
            This page needs JavaScript. The document itself is at <a href="/openapi.json">/openapi.json</a>.
          </p>
        </noscript>
        <script src="/v1/docs/swagger-ui-bundle.js" />
      </body>
    </Document>
  );
}
