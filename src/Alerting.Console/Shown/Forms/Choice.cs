namespace Alerting.Console.Shown.Forms;

/// <summary>One of several values that may be chosen.</summary>
/// <param name="Value">What is chosen.</param>
/// <param name="Words">What it is called, for people.</param>
public sealed record Choice<T>(T Value, string Words);
