namespace Alerting.Notifications.Texts;

/// <summary>A message in words.</summary>
/// <param name="Title">One line that says it all; of a test it begins with TEST.</param>
/// <param name="Text">The rest, of several lines.</param>
/// <param name="Link">Where the whole can be read; null where the operator has not said under which address.</param>
/// <param name="Language">In which it is written.</param>
internal sealed record RenderedText(string Title, string Text, string? Link, Language Language);
