"""Models, metrics and the Flower App; reads an assembled folder and never the site's stores."""
