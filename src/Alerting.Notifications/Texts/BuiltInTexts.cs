namespace Alerting.Notifications.Texts;

/// <summary>The templates of a kind of message in a language.</summary>
internal sealed record BuiltInTexts(string Title, string Text);
