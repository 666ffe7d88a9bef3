"""Between hospitals: catalog, requests, ciphertext and experiments; never plaintext, never pixels."""
