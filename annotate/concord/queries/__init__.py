"""What pages, the API and other rooms need of agreement."""
