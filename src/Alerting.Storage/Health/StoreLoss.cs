using Alerting.Storage.Logs;

namespace Alerting.Storage.Health;

/// <summary>Compares what a store is with what it is known to have been.</summary>
internal static class StoreLoss
{
    private const string Advice = "Put back the store that belongs here, or start once with --accept-loss to go on with what is there.";

    /// <summary>What is missing; null when the store is the one that it was and holds no less.</summary>
    /// <param name="store">How the store is called in messages.</param>
    /// <param name="known">What it was.</param>
    /// <param name="found">What it is; null when it holds nothing.</param>
    public static LogStoreUnusableException? Of(string store, StoreMark known, StoreMark? found) => found switch
    {
        null => Lost($"{store} is empty, but what was stored here reached position {known.Position}."),
        { } other when other.StoreId != known.StoreId =>
            Lost($"{store} is another one ({other.StoreId:N}) than the one that belongs here ({known.StoreId:N})."),
        { } shorter when shorter.Position < known.Position =>
            Lost($"{store} ends at position {shorter.Position}, but position {known.Position} was stored: what came last is gone."),
        _ => null,
    };

    public static LogStoreUnusableException Lost(string what, Exception? inner = null) => new(LogStoreFault.Lost, $"{what} {Advice}", inner);
}
