"""What a person turns: widgets made from declared parameters and actions."""
