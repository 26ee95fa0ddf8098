namespace Alerting.Console.Alerts;

/// <summary>How somebody is told of critical alerts in this browser, as its script tells it.</summary>
/// <param name="Choice"><c>off</c>, <c>on</c> or <c>muted</c>.</param>
/// <param name="Permission">Whether the browser shows notifications: <c>granted</c>, <c>denied</c>, <c>default</c>, <c>missing</c>.</param>
internal sealed record AlarmState(string Choice, string Permission)
{
    public const string Off = "off";

    public const string On = "on";

    public const string Muted = "muted";

    /// <summary>Nobody has chosen yet.</summary>
    public static AlarmState Unknown { get; } = new(Off, "default");

    public bool IsOn => Choice is On or Muted;

    public bool IsSounding => Choice == On;

    /// <summary>Why less is told than was asked for; null where all is.</summary>
    public string? Obstacle => !IsOn || Permission == "granted" ? null
        : (Permission == "missing" ? Spoken.Of("This browser shows no notifications here; they need an address with https.")
            : Spoken.Of("This browser does not allow notifications of this site; its settings for the site change that."))
            + " " + (IsSounding ? Spoken.Of("There is sound alone.") : Spoken.Of("Muted, nothing is told."));
}
