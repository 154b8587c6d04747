"""What readers get: pages, sentences, charts and downloads, made from compared rows."""
