"""Generated wire types (scripts/generate_protos); imported only by radshare.convert, radshare.client and coordinator.rpc."""
