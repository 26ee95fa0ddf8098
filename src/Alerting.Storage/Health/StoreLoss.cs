using Alerting.Storage.Logs;

namespace Alerting.Storage.Health;

/// <summary>Compares a store with what it is known to have been.</summary>
internal static class StoreLoss
{
    private const string Advice = "Put back the store that belongs here, or start once with --accept-loss to go on with what is there.";

    /// <summary>What is missing; null when it is the same store and has no less in it.</summary>
    /// <param name="store">The store's name in messages.</param>
    /// <param name="known">The mark that was written down.</param>
    /// <param name="found">The mark in the store; null when it is empty.</param>
    public static LogStoreUnusableException? Of(string store, StoreMark known, StoreMark? found) => found switch
    {
        null => Lost($"{store} is empty, but what was stored here reached position {known.Position}."),
        { } other when other.StoreId != known.StoreId =>
            Lost($"{store} is another one ({other.StoreId:N}) than the one that belongs here ({known.StoreId:N})."),
        { } shorter when shorter.Position < known.Position =>
            Lost($"{store} ends at position {shorter.Position}, but position {known.Position} was stored: what came last is gone."),
        _ => null,
    };

    public static LogStoreUnusableException Lost(string what, Exception? inner = null) =>
        new(LogStoreFault.Lost, $"{what} {Advice}", inner);
}
