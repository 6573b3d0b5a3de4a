"""What can happen to organisations and memberships."""
