"""What a release is worth and what it risks, measured: attacks, utility, bars, the certificate."""
