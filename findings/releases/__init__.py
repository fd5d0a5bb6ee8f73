"""What has left the team: releases and the public text of their items, frozen."""
