namespace Alerting.Client;

/// <summary>How an upload of reports holds on to its server.</summary>
public sealed record UploadOptions
{
    /// <summary>
    /// For how long a request is repeated when the server cannot be reached, breaks off or cannot store, counted from the
    /// last answer. Zero: it is not repeated. Default 2 min.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The wait before the first repetition; each further one doubles it, up to <see cref="MaxWait"/>. Default 250 ms.</summary>
    public TimeSpan MinWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two tries, unless the server asks for a longer one. Default 10 s.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whose time is waited by. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
