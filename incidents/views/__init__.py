"""The pages of the incidents."""
