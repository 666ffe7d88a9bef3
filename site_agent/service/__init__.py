"""`site-agent serve`: the daemon that keeps the pipeline, the one connection and Flower going."""
