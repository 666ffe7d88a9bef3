"""Generated wire types (scripts/generate_protos).

Imported only by radshare.convert, radshare.client and coordinator.rpc.
"""
