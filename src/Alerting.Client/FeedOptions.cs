namespace Alerting.Client;

/// <summary>How a live feed holds on to its server.</summary>
public sealed record FeedOptions
{
    /// <summary>
    /// The wait before the first try to connect again; each further one doubles it, up to <see cref="MaxWait"/>. Default
    /// 250 ms.
    /// </summary>
    public TimeSpan MinWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two tries, unless the server asks for a longer one. Default 30 s.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After so long without a sign of life, of which the server gives one each 15 s, a connection counts as broken.
    /// Default 45 s.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Whose time is waited by. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told of each connection: all that comes after this seq of the ledger will be told; null: nobody.</summary>
    public Action<long>? OnConnected { get; init; }

    /// <summary>Told of each break with what went wrong, before it is tried again; null: nobody.</summary>
    public Action<Exception>? OnBroken { get; init; }
}
