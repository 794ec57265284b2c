using System.Collections.ObjectModel;

namespace Rokt.EventApi.Compatibility;

internal static class EmptyDictionary
{
    extension<TKey, TValue>(ReadOnlyDictionary<TKey, TValue>)
        where TKey : notnull
    {
        public static ReadOnlyDictionary<TKey, TValue> Empty => new(new Dictionary<TKey, TValue>());
    }
}
